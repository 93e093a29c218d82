import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import { PlatformComponent } from "../component";
import { Bucket } from "../data/bucket";
import type { Key } from "../encryption/key";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { Removal } from "../removal";
import { Certificate } from "./certificate";
import { createResponseHeadersPolicy, type SecurityHeaders } from "./security-headers";
import type { SiteFile } from "./site-files";
import { checkSiteArgs } from "./static-site-check";
import { staticSiteMonitoring } from "./static-site-monitoring";
import { siteProbes } from "./static-site-probes";
import { withCertificate } from "./with-certificate";
import { CLOUDFRONT_REGION, type WebAcl } from "./web-acl";

/** The name that a site has beside CloudFront's own. */
export interface SiteDomain {
  /** For example `www.example.com`. */
  name: string;
  /** The public hosted zone of Route 53 in which the name lies. */
  zoneId: pulumi.Input<string>;
  /** A certificate in us-east-1 that is already there. Default one is made, with `usEast1`. */
  certificateArn?: pulumi.Input<string>;
}

export interface StaticSiteArgs {
  /** Encrypts the files; its policy must let CloudFront use it. */
  key: Key;
  /** Folder of the files, from the repository's root, with an `index.html` and an `error.html`, for example `web`. */
  content: string;
  /** What pages read from `/config.json`. Everybody can: nothing secret. Default no such file. */
  config?: pulumi.Input<Record<string, unknown>>;
  /** A web ACL of scope `CLOUDFRONT`. */
  webAcl: WebAcl;
  /** Where CloudFront writes access logs: a bucket with `logTarget: ["cloudFront"]`, since it writes through ACLs. */
  logBucket: Bucket;
  /** Where the bucket's own access logs go. Default a bucket of their own. */
  bucketAccessLogs?: Bucket;
  /** Origins that the pages' scripts may call, for example the API's and the hosted login's. Default only the site. */
  connectSources?: pulumi.Input<string>[];
  /** Loosens single security headers. */
  securityHeaders?: SecurityHeaders;
  /** Physical name of the bucket. Default generated. */
  bucketName?: string;
  /** Default only CloudFront's own name, whose TLS has no minimum: AWS offers one only with a certificate of one's own. */
  domain?: SiteDomain;
  /** Provider of the account's us-east-1; needed for `domain` without a certificate. */
  usEast1?: aws.Provider;
  /** Which edges serve. Default `PriceClass_100`, North America and Europe. */
  priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** Countries (ISO 3166-1 alpha-2) that are the only ones served, or are not. Default all are. */
  countries?: { only: string[] } | { not: string[] };
  /** Whether the stack asks the pages from outside. Default true, and false where only some `countries` are served. */
  outsideProbes?: boolean;
  /** What happens to the files when the site is removed. Default `retain`. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the children: defaults, then these, then what the design requires. */
  overrides?: { distribution?: Partial<aws.cloudfront.DistributionArgs> };
}

/** AWS's managed policy for static content. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

const ORIGIN = "files";

/**
 * Static pages: files in a private bucket that only one CloudFront distribution can read, over TLS, behind a web ACL, with
 * security headers on every answer.
 *
 * @example
 * const site = new StaticSite("web", {
 *   key, content: "web", webAcl, logBucket, removal: "destroy",
 *   config: { apiUrl: api.url, clientId: pool.clients.web.clientId },
 *   connectSources: [api.origin, pool.hostedLoginUrl],
 * });
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export class StaticSite extends PlatformComponent {
  readonly bucket: Bucket;
  readonly distribution: aws.cloudfront.Distribution;
  readonly responseHeadersPolicy: aws.cloudfront.ResponseHeadersPolicy;
  readonly files: aws.s3.BucketObjectv2[];
  /** Present where the component made the domain's certificate. */
  readonly certificate?: Certificate;
  /** `https://` and the site's name, without a slash at the end. */
  readonly url: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a folder without the needed files, a web ACL of another scope, or a domain without provider */
  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    const files = checkSiteArgs(name, args);
    super("edge", "StaticSite", name, opts);

    // The bucket's policy names the distribution, which is made after the bucket: a promise closes the circle.
    let tell: (arn: pulumi.Output<string>) => void = () => {};
    const distributionArn = pulumi.output(new Promise<pulumi.Output<string>>((resolve) => (tell = resolve)));
    this.bucket = this.createBucket(name, args, distributionArn as pulumi.Output<string>);
    this.responseHeadersPolicy = createResponseHeadersPolicy(
      name,
      args.connectSources ?? [],
      args.securityHeaders ?? {},
      this.childOptions(),
    );
    this.certificate = this.createCertificate(name, args);
    this.distribution = this.createDistribution(name, args);
    tell(this.distribution.arn);
    if (args.domain) this.createRecords(name, args.domain);
    this.files = this.upload(name, args, files);
    this.url = pulumi.interpolate`https://${args.domain?.name ?? this.distribution.domainName}`;
    this.monitoring = {
      ...withCertificate(staticSiteMonitoring(name, this.distribution.id), this.certificate?.monitoring),
      // Who asks from outside sits in countries that the site may not serve.
      probes: args.outsideProbes === false || args.countries ? [] : siteProbes(name, this.url, files),
    };
    this.registerOutputs({ url: this.url, bucketName: this.bucket.bucketName });
  }

  private createBucket(name: string, args: StaticSiteArgs, distributionArn: pulumi.Output<string>): Bucket {
    return new Bucket(
      `${name}-bucket`,
      {
        key: args.key,
        bucketName: args.bucketName,
        accessLogs: args.bucketAccessLogs,
        removal: args.removal,
        policyStatements: (bucketArn) => readStatements(bucketArn, distributionArn),
      },
      { parent: this },
    );
  }

  private createCertificate(name: string, { domain, usEast1, tags }: StaticSiteArgs): Certificate | undefined {
    if (!domain || domain.certificateArn) return undefined;
    return new Certificate(
      `${name}-certificate`,
      { domainName: domain.name, zoneId: domain.zoneId, region: CLOUDFRONT_REGION, tags },
      { parent: this, provider: usEast1 },
    );
  }

  private createDistribution(name: string, args: StaticSiteArgs): aws.cloudfront.Distribution {
    const accessControl = new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        name: `${name}-access`,
        description: `Lets CloudFront read the files of ${name}.`,
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      this.childOptions(),
    );
    const certificateArn = args.domain?.certificateArn ?? this.certificate?.arn;
    return new aws.cloudfront.Distribution(
      `${name}-distribution`,
      withOverrides<aws.cloudfront.DistributionArgs>(
        {
          comment: name,
          enabled: true,
          isIpv6Enabled: true,
          httpVersion: "http2and3",
          priceClass: args.priceClass ?? "PriceClass_100",
          defaultRootObject: "index.html",
          customErrorResponses: [403, 404].map((code) => ({
            errorCode: code,
            responseCode: code,
            responsePagePath: "/error.html",
            errorCachingMinTtl: 10,
          })),
          restrictions: { geoRestriction: geoRestriction(args.countries) },
          tags: args.tags,
        },
        args.overrides?.distribution,
        {
          origins: [
            {
              originId: ORIGIN,
              domainName: this.bucket.regionalDomainName,
              originAccessControlId: accessControl.id,
            },
          ],
          defaultCacheBehavior: {
            targetOriginId: ORIGIN,
            viewerProtocolPolicy: "redirect-to-https",
            allowedMethods: ["GET", "HEAD"],
            cachedMethods: ["GET", "HEAD"],
            compress: true,
            cachePolicyId: CACHING_OPTIMIZED,
            responseHeadersPolicyId: this.responseHeadersPolicy.id,
          },
          loggingConfig: {
            bucket: args.logBucket.domainName,
            prefix: `${name}/`,
            includeCookies: false,
          },
          webAclId: args.webAcl.arn,
          ...(args.domain ? { aliases: [args.domain.name] } : {}),
          viewerCertificate: certificateArn
            ? {
                acmCertificateArn: certificateArn,
                sslSupportMethod: "sni-only",
                minimumProtocolVersion: "TLSv1.2_2021",
              }
            : { cloudfrontDefaultCertificate: true },
        },
      ),
      this.childOptions(),
    );
  }

  private createRecords(name: string, domain: SiteDomain): void {
    for (const type of ["A", "AAAA"] as const) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}`,
        {
          zoneId: domain.zoneId,
          name: domain.name,
          type,
          aliases: [
            {
              name: this.distribution.domainName,
              zoneId: this.distribution.hostedZoneId,
              evaluateTargetHealth: false,
            },
          ],
        },
        this.childOptions(),
      );
    }
  }

  private upload(name: string, args: StaticSiteArgs, files: SiteFile[]): aws.s3.BucketObjectv2[] {
    const put = (key: string, more: Partial<aws.s3.BucketObjectv2Args>) =>
      new aws.s3.BucketObjectv2(
        `${name}-file-${key}`,
        {
          bucket: this.bucket.bucketName,
          key,
          // Said with each upload, so that it also holds for buckets that demand it.
          serverSideEncryption: "aws:kms",
          kmsKeyId: args.key.arn,
          bucketKeyEnabled: true,
          ...more,
        },
        this.childOptions(),
      );
    return [
      ...files.map(({ key, file, contentType, cacheControl }) =>
        put(key, { source: new pulumi.asset.FileAsset(file), contentType, cacheControl }),
      ),
      ...(args.config
        ? [
            put("config.json", {
              content: pulumi.jsonStringify(args.config),
              contentType: "application/json",
              cacheControl: "no-store",
            }),
          ]
        : []),
    ];
  }
}

/**
 * Reading for one distribution. Listing is what makes S3 answer 404 rather than 403 for a file that is not there; nobody
 * can list through the distribution, whose root is a page and which passes no query string on.
 */
function readStatements(bucketArn: pulumi.Input<string>, distributionArn: pulumi.Output<string>): PolicyStatement[] {
  const allow = (Sid: string, Action: string, Resource: pulumi.Input<string>): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action,
    Resource,
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  });
  return [
    allow("ReadByDistribution", "s3:GetObject", pulumi.interpolate`${bucketArn}/*`),
    allow("FindByDistribution", "s3:ListBucket", bucketArn),
  ];
}

function geoRestriction(
  countries: StaticSiteArgs["countries"],
): aws.types.input.cloudfront.DistributionRestrictionsGeoRestriction {
  if (!countries) return { restrictionType: "none" };
  if ("only" in countries) return { restrictionType: "whitelist", locations: countries.only };
  return { restrictionType: "blacklist", locations: countries.not };
}
