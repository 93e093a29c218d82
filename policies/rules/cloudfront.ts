import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isTrue, list, lower, read, text } from "../core/values";

const types = ["aws:cloudfront/distribution:Distribution"];

export const httpsViewers = resourceRule({
  name: "cloudfront-https-viewers",
  title: "No cache behaviour uses viewerProtocolPolicy allow-all",
  why: "What is answered over plain HTTP can be read and changed on the way to the viewer.",
  severity: "high",
  ids: [
    "FSBP CloudFront.3",
    "CKV_AWS_34",
    "AWS-0012",
    "guard CLOUDFRONT_VIEWER_POLICY_HTTPS",
    "compliance-policies aws-cloudfront-distribution-disallow-unencrypted-traffic",
  ],
  fix: "Set viewerProtocolPolicy to redirect-to-https or https-only.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
  types,
  check: (distribution) => [
    allowsHttp(distribution.read("defaultCacheBehavior")) && "defaultCacheBehavior allows plain HTTP",
    ...distribution
      .list("orderedCacheBehaviors")
      .map((behavior, index) => allowsHttp(behavior) && `orderedCacheBehaviors[${index}] allows plain HTTP`),
  ],
});

function allowsHttp(behavior: unknown): boolean {
  return lower(read(behavior, "viewerProtocolPolicy")) === "allow-all";
}

export const viewerTls = resourceRule({
  name: "cloudfront-viewer-tls",
  title: "The viewer certificate requires TLSv1.2 or newer",
  why: "Older versions have known weaknesses. CloudFront's own certificate always takes TLSv1, whatever is written beside it.",
  severity: "high",
  ids: [
    "AwsSolutions-CFR4",
    "CKV_AWS_174",
    "AWS-0013",
    "FSBP CloudFront.15",
    "guard CLOUDFRONT_MINIMUM_PROTOCOL_VERSION_RULE",
  ],
  fix: "Use a certificate for a domain of yours, with minimumProtocolVersion TLSv1.2_2021 or newer.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
  types,
  check: (distribution) => {
    const certificate = distribution.read("viewerCertificate");
    if (isUnknown(certificate)) return undefined;
    if (isTrue(read(certificate, "cloudfrontDefaultCertificate"))) return "viewerCertificate is CloudFront's own";
    const version = read(certificate, "minimumProtocolVersion");
    if (isUnknown(version)) return undefined;
    return (
      !/^TLSv1\.[23](_\d+)?$/i.test(text(version) ?? "") &&
      "viewerCertificate.minimumProtocolVersion is not TLSv1.2 or newer"
    );
  },
});

export const logging = resourceRule({
  name: "cloudfront-logging",
  title: "A distribution sets loggingConfig.bucket",
  why: "The edge sees every request, also those that never reach a log of the origin.",
  severity: "medium",
  ids: [
    "AwsSolutions-CFR3",
    "FSBP CloudFront.5",
    "CKV_AWS_86",
    "AWS-0010",
    "compliance-policies aws-cloudfront-distribution-enable-access-logging",
    "guard CLOUDFRONT_ACCESSLOGS_ENABLED",
  ],
  fix: "Set loggingConfig.bucket to the domain name of a log bucket.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
  types,
  check: (distribution) => distribution.mustBeSet("loggingConfig.bucket"),
});

export const firewall = resourceRule({
  name: "cloudfront-waf",
  title: "A distribution sets webAclId",
  why: "The firewall at the edge drops attacks before they reach anything of yours.",
  severity: "medium",
  ids: [
    "AwsSolutions-CFR2",
    "FSBP CloudFront.6",
    "CKV_AWS_68",
    "AWS-0011",
    "compliance-policies aws-cloudfront-distribution-configure-waf",
    "guard CLOUDFRONT_ASSOCIATED_WITH_WAF",
  ],
  fix: "Set webAclId to the ARN of a web ACL with scope CLOUDFRONT.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html",
  types,
  check: (distribution) => distribution.mustBeSet("webAclId"),
});

export const originTls = resourceRule({
  name: "cloudfront-origin-tls",
  title: "Custom origins use https-only, and neither SSLv3 nor TLSv1",
  why: "Between CloudFront and the origin lies the internet too.",
  severity: "medium",
  ids: [
    "AwsSolutions-CFR5",
    "FSBP CloudFront.9",
    "FSBP CloudFront.10",
    "CKV2_AWS_54",
    "CKV2_AWS_72",
    "compliance-policies aws-cloudfront-distribution-enable-tls-to-origin",
    "compliance-policies aws-cloudfront-distribution-configure-secure-tls-to-origin",
  ],
  fix: 'Set originProtocolPolicy to https-only and originSslProtocols to ["TLSv1.2"].',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
  types,
  check: (distribution) =>
    distribution.list("origins").flatMap((origin, index) => {
      const custom = read(origin, "customOriginConfig");
      if (isUnknown(custom) || isMissing(custom)) return [];
      const policy = read(custom, "originProtocolPolicy");
      const protocols = list(read(custom, "originSslProtocols")).map(lower);
      return [
        !isUnknown(policy) && lower(policy) !== "https-only" && `origins[${index}] is not reached by https-only`,
        protocols.some((each) => each === "sslv3" || each === "tlsv1") && `origins[${index}] takes SSLv3 or TLSv1`,
      ];
    }),
});

export const originAccessControl = resourceRule({
  name: "cloudfront-s3-oac",
  title: "S3 origins set originAccessControlId",
  why: "With it the bucket stays private and takes requests of this distribution alone; an origin access identity cannot read what KMS encrypts.",
  severity: "medium",
  ids: ["AwsSolutions-CFR7", "FSBP CloudFront.13", "CKV2_AWS_46"],
  fix: "Make an OriginAccessControl and set originAccessControlId.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
  types,
  check: (distribution) =>
    distribution
      .list("origins")
      .map(
        (origin, index) =>
          isS3Origin(origin) &&
          isMissing(read(origin, "originAccessControlId")) &&
          `origins[${index}] has no originAccessControlId`,
      ),
});

/** By its domain where that is known; else an origin with nothing of a custom or VPC origin can only be a bucket. */
function isS3Origin(origin: unknown): boolean {
  if (isUnknown(origin) || isUnknown(read(origin, "originAccessControlId"))) return false;
  const domain = text(read(origin, "domainName"));
  if (domain !== undefined && /(^|\.)s3[.-]([a-z0-9-]+\.)*amazonaws\.com(\.cn)?$/i.test(domain)) {
    return !/(^|\.)s3-website[.-]/i.test(domain);
  }
  if (!isMissing(read(origin, "s3OriginConfig")) && !isUnknown(read(origin, "s3OriginConfig"))) return true;
  const others = ["customOriginConfig", "vpcOriginConfig"].map((key) => read(origin, key));
  return domain === undefined && others.every((each) => isMissing(each));
}

export const defaultRootObject = resourceRule({
  name: "cloudfront-default-root",
  title: "A distribution sets defaultRootObject",
  why: "Without it a request for / may list the origin's content.",
  severity: "low",
  ids: ["FSBP CloudFront.1", "CKV_AWS_305", "guard CLOUDFRONT_DEFAULT_ROOT_OBJECT_CONFIGURED"],
  fix: "Set defaultRootObject, for example to index.html.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html",
  types,
  check: (distribution) => distribution.mustBeSet("defaultRootObject"),
});
