/** Where the known packs disagree, and which side ours takes: the one that protects without crying wolf. */
export const choices: [question: string, choice: string][] = [
  [
    "A bucket without a public access block",
    "Reported: that new buckets block by default is not in the program, and can be undone.",
  ],
  [
    "A log-target bucket without logging of its own",
    "Taken: logging a log bucket into itself or a chain of others says nothing new. CloudTrail's bucket is reported.",
  ],
  ["A Lambda permission for everybody in an organisation or account", "Taken, like Security Hub: the scope binds it."],
  ["A REST method with an API key only", "Reported: a key says which program calls, not who."],
  [
    "`*` in an identity policy",
    "Reported where the action could name resources, by AWS's own list; taken for actions that take none.",
  ],
  ["`iam:PassRole`", "Reported on every role; taken on named ones and paths."],
  [
    "Keys that AWS manages",
    "Take encryption rules, and are reported by the `-cmk` rules, since no service can be let use them.",
  ],
  ["A topic without TLS denial but with a key", "Taken: KMS refuses callers without TLS."],
  ["A private REST API without a web ACL", "Taken: WAF's rules are about the internet."],
  ["Step Functions' log level", "Anything but OFF."],
  ["A security group open on 80 and 443", "Taken; everything else that is open, ICMP and QUIC included, is reported."],
  ["Plain environment variables of containers", "Reported only by a credential's name or form."],
  [
    "Conditions that bind a policy for everybody",
    "Accounts, organisations, principals and source ARNs with fixed values; for S3 also VPCs and endpoints; for SNS and SQS also ranges of addresses. Negated operators, `IfExists` and `ForAllValues` bind nobody.",
  ],
  [
    "A wildcard principal in a trust policy with a condition",
    "Reported: a role for everybody is one edit away from being everybody's.",
  ],
  ["An origin access identity instead of an origin access control", "Reported: it cannot read what KMS encrypts."],
  ["CloudFront's own certificate with a newer version beside it", "Reported: CloudFront ignores the version."],
  [
    "A user pool without a password policy",
    "Reported: the defaults are AWS's to change, and a policy given in part turns the rest off.",
  ],
  [
    "Decryption with every key, under a condition",
    "Reported, as Security Hub does, unless the condition is on aliases or tags of the keys.",
  ],
  ["A network ACL that denies the port in an earlier rule", "Reported: the order is easily changed."],
  ["Asymmetric and HMAC keys, and those of custom key stores", "Taken by the rotation rule: AWS cannot rotate them."],
  ["A Firehose stream that reads another stream", "Taken: it is encrypted by its source."],
];
