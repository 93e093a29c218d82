import { res, U, type Cases } from "../support/cases";

const distribution = "aws:cloudfront/distribution:Distribution";
const behavior = (viewerProtocolPolicy: unknown) => ({ viewerProtocolPolicy, targetOriginId: "o" });
const origin = (more: Record<string, unknown>) => ({ origins: [{ originId: "o", ...more }] });
const custom = (originProtocolPolicy: unknown, originSslProtocols: unknown = ["TLSv1.2"]) =>
  origin({
    domainName: "example.com",
    customOriginConfig: { originProtocolPolicy, originSslProtocols, httpPort: 80, httpsPort: 443 },
  });
const acl = "aws:wafv2/webAcl:WebAcl";
const visible = { cloudwatchMetricsEnabled: true, metricName: "m", sampledRequestsEnabled: true };
const group = (name: unknown, more: Record<string, unknown> = {}) => ({
  name: "r",
  priority: 0,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
  visibilityConfig: visible,
  ...more,
});
const known = "AWSManagedRulesKnownBadInputsRuleSet";
const counted = (name: string) => ({
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name: known,
      ruleActionOverrides: [{ name, actionToUse: { count: {} } }],
    },
  },
});
const json = (rule: Record<string, unknown>) => JSON.stringify([{ Name: "r", Priority: 0, ...rule }]);
const aclArn = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/main/0000-1111";
const logging = (resourceArn: unknown, from?: string[], destinations: unknown = ["arn"]) =>
  res(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    "logging",
    { resourceArn, logDestinationConfigs: destinations },
    from && { resourceArn: from },
  );
const common = { rules: [group("AWSManagedRulesCommonRuleSet")] };
const behind = (bytes: number) => [
  res("platform:api:RestApi", "api", {}, undefined, {
    outputs: { largeBodyRoutes: [{ path: "/events", maxBodyBytes: bytes }] },
  }),
  res("aws:apigateway/stage:Stage", "stage", {}, undefined, { parent: "api" }),
];
const protect = (aclName: string) =>
  res(
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "association",
    { resourceArn: U, webAclArn: U },
    { resourceArn: ["stage"], webAclArn: [aclName] },
  );
const protection = (name: string, resourceArn: unknown, from?: string[]) =>
  res("aws:shield/protection:Protection", name, { resourceArn }, from && { resourceArn: from });

export const edge: Cases = {
  "cloudfront-https-viewers": {
    type: distribution,
    bad: {
      default: { defaultCacheBehavior: behavior("allow-all") },
      ordered: {
        defaultCacheBehavior: behavior("https-only"),
        orderedCacheBehaviors: [behavior("https-only"), behavior("allow-all")],
      },
      "beside unknown": { defaultCacheBehavior: U, orderedCacheBehaviors: [U, behavior("ALLOW-ALL")] },
    },
    good: {
      redirect: { defaultCacheBehavior: behavior("redirect-to-https") },
      both: { defaultCacheBehavior: behavior("https-only"), orderedCacheBehaviors: [behavior("redirect-to-https")] },
      unknown: { defaultCacheBehavior: behavior(U), orderedCacheBehaviors: U },
    },
  },
  "cloudfront-viewer-tls": {
    type: distribution,
    bad: {
      "CloudFront's own": { viewerCertificate: { cloudfrontDefaultCertificate: true } },
      "CloudFront's own with a version": {
        viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" },
      },
      old: { viewerCertificate: { acmCertificateArn: U, minimumProtocolVersion: "TLSv1.1_2016" } },
      older: { viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1" } },
      "left out": { viewerCertificate: { acmCertificateArn: "arn", sslSupportMethod: "sni-only" } },
      "no certificate": {},
    },
    good: {
      ...Object.fromEntries(
        ["TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"].map((version) => [
          version,
          { viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: version } },
        ]),
      ),
      unknown: { viewerCertificate: U },
      "an unknown version": { viewerCertificate: { minimumProtocolVersion: U } },
    },
  },
  "cloudfront-logging": {
    type: distribution,
    bad: {
      "left out": {},
      empty: { loggingConfig: { bucket: "" } },
      "a prefix only": { loggingConfig: { prefix: "p" } },
    },
    good: {
      bucket: { loggingConfig: { bucket: "b.s3.amazonaws.com" } },
      unknown: { loggingConfig: U },
      "an unknown bucket": { loggingConfig: { bucket: U } },
    },
  },
  "cloudfront-waf": {
    type: distribution,
    bad: { "left out": {}, empty: { webAclId: "" } },
    good: { set: { webAclId: aclArn }, unknown: { webAclId: U } },
  },
  "cloudfront-origin-tls": {
    type: distribution,
    bad: {
      http: custom("http-only"),
      viewer: custom("match-viewer"),
      "old TLS": custom("https-only", ["TLSv1", "TLSv1.2"]),
      ssl: custom("https-only", ["SSLv3"]),
      "old TLS, unknown policy": custom(U, ["TLSv1"]),
      "one of two": { origins: [U, custom("http-only").origins[0]] },
    },
    good: {
      https: custom("https-only"),
      "TLS 1.1": custom("https-only", ["TLSv1.1", "TLSv1.2"]),
      bucket: origin({ domainName: "b.s3.amazonaws.com", s3OriginConfig: { originAccessIdentity: "" } }),
      unknown: { origins: U },
      "unknown policy": custom(U, U),
    },
  },
  "cloudfront-s3-oac": {
    type: distribution,
    bad: {
      none: origin({ domainName: "b.s3.amazonaws.com" }),
      "a regional name": origin({ domainName: "b.s3.eu-west-1.amazonaws.com", originAccessControlId: "" }),
      identity: origin({
        domainName: "b.s3.amazonaws.com",
        s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E1" },
      }),
      "an unknown bucket": origin({ domainName: U }),
      "one of two": {
        origins: [{ domainName: "a.s3.amazonaws.com", originAccessControlId: U }, { domainName: "b.s3.amazonaws.com" }],
      },
    },
    good: {
      control: origin({ domainName: "b.s3.amazonaws.com", originAccessControlId: "E1" }),
      unknown: origin({ domainName: U, originAccessControlId: U }),
      custom: custom("https-only"),
      "an unknown custom origin": origin({ domainName: U, customOriginConfig: { originProtocolPolicy: "https-only" } }),
      website: origin({
        domainName: "b.s3-website-eu-west-1.amazonaws.com",
        customOriginConfig: { originProtocolPolicy: "http-only" },
      }),
      "all unknown": { origins: U },
    },
  },
  "cloudfront-default-root": {
    type: distribution,
    bad: { "left out": {}, empty: { defaultRootObject: "" } },
    good: { set: { defaultRootObject: "index.html" }, unknown: { defaultRootObject: U } },
  },
  "wafv2-has-rules": {
    type: acl,
    bad: { none: {}, empty: { rules: [] }, "empty json": { ruleJson: "[]" } },
    good: {
      one: common,
      unknown: { rules: U },
      "an unknown one": { rules: [U] },
      json: { ruleJson: json({}) },
      "kept elsewhere": res(acl, "a", {}, undefined, { ignoreChanges: ["rules"] }),
    },
  },
  "wafv2-rule-metrics": {
    type: acl,
    bad: {
      off: { rules: [group(known, { visibilityConfig: { ...visible, cloudwatchMetricsEnabled: false } })] },
      "one of two": {
        rules: [U, group(known), group(known, { visibilityConfig: { ...visible, cloudwatchMetricsEnabled: "false" } })],
      },
      json: { ruleJson: json({ VisibilityConfig: { CloudWatchMetricsEnabled: false } }) },
      "a group's rule": res("aws:wafv2/ruleGroup:RuleGroup", "bad", {
        rules: [{ visibilityConfig: { cloudwatchMetricsEnabled: false } }],
      }),
      "a rule of its own": res("aws:wafv2/webAclRule:WebAclRule", "bad", {
        visibilityConfig: { cloudwatchMetricsEnabled: false },
      }),
    },
    good: {
      on: common,
      none: {},
      unknown: { rules: [U] },
      "unknown inside": { rules: [group(known, { visibilityConfig: U })] },
      json: { ruleJson: json({ VisibilityConfig: { CloudWatchMetricsEnabled: true } }) },
    },
  },
  "wafv2-log4j": {
    type: acl,
    bad: {
      none: {},
      another: common,
      counted: { rules: [group(known, { overrideAction: { count: {} } })] },
      "its rule counted": { rules: [group(known, counted("Log4JRCE_HEADER"))] },
      json: {
        ruleJson: json({
          OverrideAction: { Count: {} },
          Statement: { ManagedRuleGroupStatement: { Name: known, VendorName: "AWS" } },
        }),
      },
    },
    good: {
      group: { rules: [common.rules[0], group(known)] },
      "another rule counted": { rules: [group(known, counted("Host_localhost_HEADER"))] },
      unknown: { rules: U },
      "an unknown rule": { rules: [U] },
      "an unknown name": { rules: [group(U)] },
      json: {
        ruleJson: json({
          OverrideAction: { None: {} },
          Statement: { ManagedRuleGroupStatement: { Name: known, VendorName: "AWS" } },
        }),
      },
    },
  },
  "wafv2-logging": {
    bad: {
      none: [res(acl, "bad", { name: "main" })],
      "of another": [res(acl, "bad", { name: "other" }), logging(aclArn)],
      "by reference, of another": [res(acl, "bad"), res(acl, "other"), logging(U, ["other"])],
      "no destination": [res(acl, "bad", { name: "main" }), logging(aclArn, undefined, [])],
      "of the one of that name for CloudFront": [
        res(acl, "bad", { name: "main", arn: aclArn }),
        res(acl, "edge", { name: "main", arn: aclArn.replace(":regional/", ":global/") }),
        logging(aclArn.replace(":regional/", ":global/")),
      ],
    },
    good: {
      "by name": [res(acl, "a", { name: "main" }), logging(aclArn)],
      "by ARN": [res(acl, "a", { arn: aclArn }), logging(aclArn)],
      "by reference": [res(acl, "a"), logging(U, ["a"], U)],
      "of what is not known": [res(acl, "a"), logging(U)],
    },
  },
  "wafv2-body-size": {
    bad: {
      "a stated route": [res(acl, "bad", common), ...behind(65536), protect("bad")],
    },
    good: {
      "small bodies": [res(acl, "a", common), ...behind(8192), protect("a")],
      "counted there": [
        res(acl, "a", {
          rules: [
            group("AWSManagedRulesCommonRuleSet", {
              statement: {
                managedRuleGroupStatement: {
                  name: "AWSManagedRulesCommonRuleSet",
                  ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
                },
              },
            }),
          ],
        }),
        ...behind(65536),
        protect("a"),
      ],
      "nothing stated": [res(acl, "a", common)],
    },
  },
  "shield-auto-renew": {
    type: "aws:shield/subscription:Subscription",
    bad: { off: { autoRenew: "DISABLED" }, "in lower case": { autoRenew: "disabled" } },
    good: { default: {}, on: { autoRenew: "ENABLED" }, unknown: { autoRenew: U } },
  },
  "shield-protectable": {
    bad: {
      api: [protection("bad", "arn:aws:apigateway:eu-west-1::/restapis/a/stages/s")],
      "by reference": [res("aws:apigateway/stage:Stage", "s"), protection("bad", U, ["s"])],
    },
    good: {
      distribution: [protection("p", "arn:aws:cloudfront::111122223333:distribution/E1")],
      "by reference": [res(distribution, "d"), protection("p", U, ["d"])],
      unknown: [protection("p", U)],
    },
  },
};
