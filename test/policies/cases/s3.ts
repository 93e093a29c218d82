import { forms, res, statement, U, type CaseResource, type Cases } from "../support/cases";

const type = "aws:s3/bucket:Bucket";
const bucket = (name: string, inputs: Record<string, unknown> = {}) => res(type, name, inputs);
const v2 = (name: string, inputs: Record<string, unknown> = {}) => res("aws:s3/bucketV2:BucketV2", name, inputs);
const companion = (kind: string, of: unknown, inputs: Record<string, unknown> = {}, from?: string[]) =>
  res(
    `aws:s3/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`,
    `${kind}-${String(of)}-${from?.join() ?? ""}`,
    { bucket: of, ...inputs },
    from && { bucket: from },
  );
const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const grantee = (group: string) => ({ uri: `http://acs.amazonaws.com/groups/global/${group}`, type: "Group" });
const canned = ["public-read", "public-read-write", "authenticated-read"];
const publicBinding = (operator: string, key: string, value: unknown) =>
  statement({ Principal: "*", Action: "s3:GetObject", Resource: "*", Condition: { [operator]: { [key]: value } } });
const deny = (resource: unknown, more: Record<string, unknown> = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
  ...more,
});
const both = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"];
const policyOf = (policy: unknown): CaseResource[] => [
  bucket("bad", { bucket: "b" }),
  companion("BucketPolicy", "b", { policy }),
];
const cleanPolicyOf = (policy: unknown): CaseResource[] => [
  bucket("b", { bucket: "b" }),
  companion("BucketPolicy", "b", { policy }),
];

export const s3: Cases = {
  "s3-public-access-block-settings": {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    bad: {
      "left out": { bucket: "b" },
      "one left out": { ...all, ignorePublicAcls: undefined },
      "one off": { ...all, restrictPublicBuckets: false },
      "one off, one unknown": { ...all, restrictPublicBuckets: false, blockPublicAcls: U },
      "one off as text": { ...all, blockPublicAcls: "false" },
    },
    good: {
      all,
      "all as text": Object.fromEntries(Object.keys(all).map((key) => [key, "true"])),
      "one unknown": { ...all, blockPublicAcls: U },
    },
  },
  "s3-public-acl": {
    type: "aws:s3/bucketAcl:BucketAcl",
    bad: {
      ...Object.fromEntries(canned.map((acl) => [acl, { acl, bucket: U }])),
      "upper case": { acl: "PUBLIC-READ" },
      "a grant to everybody": {
        accessControlPolicy: { grants: [{ grantee: grantee("AllUsers"), permission: "READ" }] },
      },
      "a grant beside an unknown one": {
        accessControlPolicy: { grants: [U, { grantee: grantee("AuthenticatedUsers"), permission: "WRITE" }] },
      },
      "inline on the bucket": bucket("bad", { acl: "public-read" }),
      "inline on the older bucket": v2("bad", { acl: "public-read" }),
      "an inline grant": bucket("bad", { grants: [{ uri: grantee("AllUsers").uri, permissions: ["READ"] }] }),
      "the older ACL": res("aws:s3/bucketAclV2:BucketAclV2", "bad", { acl: "public-read-write" }),
    },
    good: {
      private: { acl: "private" },
      "log delivery": { acl: "log-delivery-write" },
      unknown: { acl: U },
      "a grant to the log service": {
        accessControlPolicy: { grants: [{ grantee: { uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" } }] },
      },
      "a grant to an account": { accessControlPolicy: { grants: [{ grantee: { id: "abc" } }] } },
      "an unknown grant": { accessControlPolicy: { grants: [U] } },
      "no ACL": bucket("b"),
    },
  },
  "s3-bucket-policy-public": {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    bad: {
      ...forms("everybody", { Principal: "*", Action: "s3:GetObject", Resource: "*" }),
      ...forms("every account", { Principal: { AWS: "*" }, Action: "s3:*", Resource: "*" }),
      ...forms("every account in a list", {
        Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] },
        Action: "s3:*",
        Resource: "*",
      }),
      ...forms("everybody but one", {
        NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "s3:*",
        Resource: "*",
      }),
      "a condition that binds nobody": { policy: publicBinding("Bool", "aws:SecureTransport", "true") },
      "a page as referrer": { policy: publicBinding("StringLike", "aws:Referer", "https://example.com/*") },
      "another account than": { policy: publicBinding("StringNotEquals", "aws:PrincipalAccount", "111122223333") },
      "if the key exists": { policy: publicBinding("StringEqualsIfExists", "aws:PrincipalOrgID", "o-abcdefghij") },
      "for all values": { policy: publicBinding("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-abcdefghij") },
      "any organisation": { policy: publicBinding("StringLike", "aws:PrincipalOrgID", "*") },
      "any organisation, or one": {
        policy: publicBinding("StringLike", "aws:PrincipalOrgID", ["o-abcdefghij", "o-*"]),
      },
      "a variable": { policy: publicBinding("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}") },
      "roles of any account": { policy: publicBinding("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Admin") },
      "inline on the bucket": bucket("bad", { policy: statement({ Principal: "*", Action: "s3:*", Resource: "*" }) }),
    },
    good: {
      ...forms("an account", { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "s3:*", Resource: "*" }),
      ...forms("a service", {
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: "*",
      }),
      ...forms("a refusal of everybody", { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
      ...forms("an unknown principal", { Principal: { AWS: U }, Action: "s3:*", Resource: "*" }, "policy"),
      unknown: { policy: U },
      "an organisation": { policy: publicBinding("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij") },
      "an organisation, in other case": {
        policy: publicBinding("stringequals", "AWS:principalorgid", ["o-abcdefghij"]),
      },
      "any of some organisations": {
        policy: publicBinding("ForAnyValue:StringEquals", "aws:PrincipalOrgID", ["o-abcdefghij"]),
      },
      "a path of an organisation": {
        policy: publicBinding("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-abcdefghij/r-1/ou-1/*"]),
      },
      "a path of an organisation with a short id": {
        policy: publicBinding("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-example/r-ab12/ou-ab12-11111111/*"),
      },
      "sessions of a role": { policy: publicBinding("StringLike", "aws:userId", "AROAEXAMPLEID:*") },
      "roles of one account": {
        policy: publicBinding("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
      },
      "an endpoint": { policy: publicBinding("StringEquals", "aws:SourceVpce", "vpce-1") },
      "a network": { policy: publicBinding("StringEquals", "aws:SourceVpc", "vpc-1") },
      "an unknown account": { policy: publicBinding("StringEquals", "aws:SourceAccount", U) },
      "an unknown condition": { policy: statement({ Principal: "*", Action: "s3:*", Resource: "*", Condition: U }) },
      "no policy": bucket("b"),
      "no JSON": { policy: "not a policy" },
    },
  },
  "s3-kms-encryption": {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    bad: {
      "the bucket's own key": { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      "no default": { rules: [{ bucketKeyEnabled: true }] },
      "no rules": { rules: [] },
      "with an unknown bucket": {
        bucket: U,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      "inline on the bucket": bucket("bad", {
        serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
      }),
      "inline on the older bucket": v2("bad", {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "AES256" }] }] },
        ],
      }),
    },
    good: {
      kms: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
      "kms twice": {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse", kmsMasterKeyId: U } }],
      },
      "unknown rules": { rules: U },
      "an unknown rule": { rules: [U] },
      "an unknown algorithm": { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: U } }] },
      "no inline configuration": bucket("b"),
      "inline on the bucket": bucket("b", {
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
        },
      }),
    },
  },
  "s3-acl-disabled": {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    bad: {
      preferred: { rule: { objectOwnership: "BucketOwnerPreferred" } },
      writer: { rule: { objectOwnership: "ObjectWriter" } },
      "left out": { rule: {} },
    },
    good: {
      enforced: { rule: { objectOwnership: "BucketOwnerEnforced" } },
      unknown: { rule: { objectOwnership: U } },
      "all unknown": { rule: U },
    },
  },
  "s3-bucket-has-public-access-block": {
    bad: {
      alone: [bucket("bad")],
      "the older bucket": [v2("bad")],
      "the block is of another bucket": [bucket("bad", { bucket: "a" }), companion("BucketPublicAccessBlock", "b")],
      "by reference, of another bucket": [
        bucket("bad"),
        bucket("other"),
        companion("BucketPublicAccessBlock", U, {}, ["other"]),
      ],
    },
    good: {
      "by name": [bucket("x", { bucket: "b" }), companion("BucketPublicAccessBlock", "b")],
      "by reference": [bucket("x"), companion("BucketPublicAccessBlock", U, {}, ["x"])],
      "by the id in state": [bucket("x", { id: "b-1" }), companion("BucketPublicAccessBlock", "b-1")],
      "the older bucket": [v2("x", { bucket: "b" }), companion("BucketPublicAccessBlock", "b")],
      "of what is not known": [bucket("x"), companion("BucketPublicAccessBlock", U)],
      "by all that it depends on": [
        bucket("x"),
        res("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", all, undefined, { dependsOn: ["x"] }),
      ],
    },
  },
  "s3-tls-only": {
    bad: {
      "no policy": [bucket("bad", { bucket: "b" })],
      "a policy that only allows": policyOf(
        statement({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "s3:*", Resource: both }),
      ),
      "objects only": policyOf({ Statement: [deny("arn:aws:s3:::b/*")] }),
      "the bucket only": policyOf({ Statement: [deny("arn:aws:s3:::b")] }),
      "another bucket": policyOf({ Statement: [deny(["arn:aws:s3:::c", "arn:aws:s3:::c/*"])] }),
      "one action": policyOf({ Statement: [deny(both, { Action: "s3:PutObject" })] }),
      "one account": policyOf({ Statement: [deny(both, { Principal: { AWS: "arn:aws:iam::111122223333:root" } })] }),
      "the wrong way round": policyOf({
        Statement: [deny(both, { Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      }),
      "another condition beside": policyOf({
        Statement: [
          deny(both, {
            Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalAccount": "1" } },
          }),
        ],
      }),
      "no condition on the transport": policyOf({
        Statement: [deny(both, { Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } })],
      }),
      "an allow with TLS": policyOf({
        Statement: [{ ...deny(both, { Condition: { Bool: { "aws:SecureTransport": "true" } } }), Effect: "Allow" }],
      }),
      "a policy of another bucket": [
        bucket("bad"),
        bucket("other"),
        companion("BucketPolicy", U, { policy: { Statement: [deny([U, U])] } }, ["other"]),
      ],
    },
    good: {
      object: cleanPolicyOf({ Statement: [deny(both)] }),
      text: cleanPolicyOf(JSON.stringify({ Statement: deny(both) })),
      "every action": cleanPolicyOf({ Statement: [deny(both, { Action: ["*"] })] }),
      "a boolean": cleanPolicyOf({
        Statement: [deny(both, { Condition: { Bool: { "aws:SecureTransport": false } } })],
      }),
      "in other case": cleanPolicyOf({
        Statement: [deny(both, { Action: "S3:*", Condition: { bool: { "AWS:SECURETRANSPORT": ["FALSE"] } } })],
      }),
      "a list of principals": cleanPolicyOf({ Statement: [deny(both, { Principal: { AWS: ["*"] } })] }),
      "two statements": cleanPolicyOf({ Statement: [deny(both[0]), deny(both[1])] }),
      "one wildcard for both": cleanPolicyOf({ Statement: [deny("arn:aws:s3:::b*")] }),
      "another partition": cleanPolicyOf({ Statement: [deny(["arn:aws-us-gov:s3:::b", "arn:aws-us-gov:s3:::b/*"])] }),
      "unknown policy": cleanPolicyOf(U),
      "unknown resources": cleanPolicyOf({ Statement: [deny([U, U])] }),
      "by reference": [bucket("x"), companion("BucketPolicy", U, { policy: U }, ["x"])],
      "by reference, known form": [
        bucket("x"),
        companion("BucketPolicy", U, { policy: { Statement: [deny(["arn:aws:s3:::any", "arn:aws:s3:::any/*"])] } }, [
          "x",
        ]),
      ],
      inline: [bucket("x", { bucket: "b", policy: { Statement: [deny(both)] } })],
    },
  },
  "s3-versioning": {
    bad: {
      alone: [bucket("bad")],
      suspended: [
        bucket("bad", { bucket: "b" }),
        companion("BucketVersioning", "b", { versioningConfiguration: { status: "Suspended" } }),
      ],
      "inline off": [bucket("bad", { versioning: { enabled: false } })],
      "of another bucket": [
        bucket("bad", { bucket: "a" }),
        bucket("b", { bucket: "b" }),
        companion("BucketVersioning", "b", { versioningConfiguration: { status: "Enabled" } }),
      ],
    },
    good: {
      companion: [
        bucket("x", { bucket: "b" }),
        companion("BucketVersioning", "b", { versioningConfiguration: { status: "Enabled" } }),
      ],
      "the older companion": [
        v2("x", { bucket: "b" }),
        companion("BucketVersioningV2", "b", { versioningConfiguration: { status: "Enabled" } }),
      ],
      "by reference": [
        bucket("x"),
        companion("BucketVersioning", U, { versioningConfiguration: { status: "Enabled" } }, ["x"]),
      ],
      "unknown status": [
        bucket("x", { bucket: "b" }),
        companion("BucketVersioning", "b", { versioningConfiguration: U }),
      ],
      inline: [bucket("x", { versioning: { enabled: true } })],
      "inline on the older bucket": [v2("x", { versionings: [{ enabled: "true" }] })],
      "inline unknown": [bucket("x", { versioning: U })],
    },
  },
  "s3-access-logging": {
    bad: {
      alone: [bucket("bad")],
      "only the target": [
        bucket("bad", { bucket: "a" }),
        bucket("logged", { bucket: "b" }),
        bucket("target", { bucket: "logs" }),
        companion("BucketLogging", "b", { targetBucket: "logs" }),
      ],
      "no target": [bucket("bad", { bucket: "b" }), companion("BucketLogging", "b")],
      "a target without its logged bucket": [
        bucket("bad", { bucket: "a" }),
        companion("BucketLogging", "b", { targetBucket: "logs" }),
      ],
    },
    good: {
      companion: [bucket("x", { bucket: "b" }), companion("BucketLogging", "b", { targetBucket: "logs" })],
      "the target too": [
        bucket("x", { bucket: "b" }),
        bucket("target", { bucket: "logs" }),
        companion("BucketLogging", "b", { targetBucket: "logs" }),
      ],
      "by reference": [
        bucket("x"),
        bucket("target"),
        res(
          "aws:s3/bucketLogging:BucketLogging",
          "logging",
          { bucket: U, targetBucket: U },
          { bucket: ["x"], targetBucket: ["target"] },
        ),
      ],
      inline: [bucket("x", { logging: { targetBucket: "logs" } }), bucket("target", { bucket: "logs" })],
      "inline on the older bucket": [v2("x", { loggings: [{ targetBucket: U }] })],
      "a log bucket of elsewhere": [
        bucket("x", { bucket: "b" }),
        companion("BucketAcl", "b", { acl: "log-delivery-write" }),
      ],
      "CloudFront's log bucket": [
        bucket("x", { bucket: "b" }),
        res("aws:cloudfront/distribution:Distribution", "d", { loggingConfig: { bucket: "b.s3.amazonaws.com" } }),
      ],
    },
  },
};
