import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../../../components/data/bucket";
import { StaticSite, type StaticSiteArgs } from "../../../components/edge/static-site";
import { WebAcl } from "../../../components/edge/web-acl";
import { Key } from "../../../components/encryption/key";
import { metricProblem } from "../../../components/observability/check-metric";
import { unknown } from "../../../tools/plan/recorded-resource";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const SITE = "test/components/edge/fixtures/site";
const ARN = "arn:aws:cloudfront::111122223333:distribution/web-distribution-id";

function make(more: Partial<StaticSiteArgs> | ((usEast1: aws.Provider) => Partial<StaticSiteArgs>) = {}): StaticSite {
  const usEast1 = new aws.Provider("us-east-1", { region: "us-east-1", allowedAccountIds: ["111122223333"] });
  const key = new Key("system", { description: "Pages" });
  const edgeKey = new Key("edge", { description: "Logs of the edge" }, { provider: usEast1 });
  return new StaticSite("web", {
    key,
    content: SITE,
    webAcl: new WebAcl("pages", { scope: "CLOUDFRONT", key: edgeKey }, { provider: usEast1 }),
    logBucket: new Bucket("edge-logs", { logTarget: ["cloudFront"], bucketName: "edge-logs" }),
    bucketName: "pages",
    ...(typeof more === "function" ? more(usEast1) : more),
  });
}

describe("StaticSite", () => {
  it("serves a private bucket by CloudFront, over TLS, behind the web ACL, with logs", async () => {
    const { one } = await record(() => make());
    const { webAclId, ...inputs } = one(DISTRIBUTION, "web-distribution").inputs;
    expect(webAclId).to.match(/^arn:aws:wafv2:us-east-1:/);
    expect(inputs).to.deep.equal({
      comment: "web",
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: "PriceClass_100",
      defaultRootObject: "index.html",
      customErrorResponses: [403, 404].map((code) => ({
        errorCode: code,
        responseCode: code,
        responsePagePath: "/error.html",
        errorCachingMinTtl: 10,
      })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      origins: [
        {
          originId: "files",
          domainName: "pages.s3.eu-west-1.amazonaws.com",
          originAccessControlId: "web-access-id",
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "files",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        responseHeadersPolicyId: "web-headers-id",
      },
      loggingConfig: { bucket: "edge-logs.s3.amazonaws.com", prefix: "web/", includeCookies: false },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    expect(one("aws:cloudfront/originAccessControl:OriginAccessControl").inputs).to.deep.include({
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  });

  it("lets only this distribution read the bucket", async () => {
    const { one } = await record(() => make());
    const policy = JSON.parse(one("aws:s3/bucketPolicy:BucketPolicy", "web-bucket-policy").inputs["policy"] as string);
    const allowed = policy.Statement.filter((statement: { Effect: string }) => statement.Effect === "Allow");
    const common = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": ARN } },
    };
    expect(allowed).to.deep.equal([
      { Sid: "ReadByDistribution", Action: "s3:GetObject", Resource: "arn:aws:s3:::pages/*", ...common },
      { Sid: "FindByDistribution", Action: "s3:ListBucket", Resource: "arn:aws:s3:::pages", ...common },
    ]);
    expect(
      one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "web-bucket-public-access-block").inputs,
    ).to.deep.include({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("uploads the folder with types and cache rules, encrypted with the key", async () => {
    const { ofType } = await record(() => make());
    const files = ofType(OBJECT).map(({ inputs }) => [inputs["key"], inputs["contentType"], inputs["cacheControl"]]);
    expect(files).to.have.deep.members([
      ["assets/app-1a2b3c4d.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"],
      ["assets/app.js", "text/javascript; charset=utf-8", "public, max-age=60"],
      ["error.html", "text/html; charset=utf-8", "no-cache"],
      ["index.html", "text/html; charset=utf-8", "no-cache"],
    ]);
    for (const { inputs } of ofType(OBJECT)) {
      expect(inputs).to.deep.include({
        bucket: "pages",
        serverSideEncryption: "aws:kms",
        kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/system-key-id",
        bucketKeyEnabled: true,
      });
      expect(inputs["source"]).to.be.instanceOf(pulumi.asset.FileAsset);
    }
  });

  it("writes the configuration that pages read, also from values known only later", async () => {
    const config = { apiUrl: pulumi.output("https://api"), nested: { clientId: "abc" } } as unknown;
    const { one } = await record(() => make({ config: config as Record<string, unknown> }));
    const { inputs } = one(OBJECT, "web-file-config.json");
    expect(JSON.parse(inputs["content"] as string)).to.deep.equal({
      apiUrl: "https://api",
      nested: { clientId: "abc" },
    });
    expect(inputs).to.deep.include({ key: "config.json", contentType: "application/json", cacheControl: "no-store" });
  });

  it("adds security headers to every answer", async () => {
    const { one } = await record(() => make({ connectSources: [pulumi.output("https://api.example.com")] }));
    const inputs = one(HEADERS, "web-headers").inputs as any;
    expect(inputs.securityHeadersConfig).to.deep.equal({
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
          "connect-src 'self' https://api.example.com; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
          "frame-ancestors 'none'",
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "no-referrer", override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, includeSubdomains: true, override: true },
    });
    expect(inputs.customHeadersConfig.items.map((item: { header: string }) => item.header)).to.deep.equal([
      "Permissions-Policy",
      "Cross-Origin-Opener-Policy",
      "Cross-Origin-Resource-Policy",
    ]);
    expect(inputs.removeHeadersConfig.items[0].header).to.equal("x-amz-server-side-encryption-aws-kms-key-id");
  });

  it("loosens single headers only", async () => {
    const { one } = await record(() =>
      make({
        securityHeaders: {
          contentSecurityPolicy: {
            "img-src": ["data:"],
            "connect-src": ["https://b"],
            "frame-ancestors": ["https://c"],
          },
          strictTransportSecuritySeconds: 31_536_000,
          includeSubdomains: false,
          referrerPolicy: "same-origin",
        },
      }),
    );
    const { securityHeadersConfig: headers } = one(HEADERS).inputs as any;
    const policy = headers.contentSecurityPolicy.contentSecurityPolicy.split("; ");
    expect(policy).to.include.members([
      "default-src 'none'",
      "img-src 'self' data:",
      "connect-src 'self' https://b",
      "frame-ancestors https://c",
    ]);
    expect(headers.strictTransportSecurity).to.deep.equal({
      accessControlMaxAgeSec: 31_536_000,
      includeSubdomains: false,
      override: true,
    });
    expect(headers.referrerPolicy.referrerPolicy).to.equal("same-origin");
  });

  it("takes a name with a certificate of us-east-1 and TLS 1.2 at least", async () => {
    const { one, result } = await record(
      () => make((usEast1) => ({ usEast1, domain: { name: "www.example.com", zoneId: "Z1" } })),
      { outputs: (type) => (type === "aws:acm/certificate:Certificate" ? certificateOutputs : undefined) },
    );
    const certificate = one("aws:acm/certificate:Certificate");
    expect(certificate.provider).to.contain("::us-east-1::");
    expect(certificate.inputs).to.deep.include({ domainName: "www.example.com", validationMethod: "DNS" });
    expect(one(DISTRIBUTION).inputs).to.deep.include({
      aliases: ["www.example.com"],
      viewerCertificate: {
        acmCertificateArn: "arn:certificate",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
    for (const type of ["A", "AAAA"]) {
      expect(one("aws:route53/record:Record", `web-${type.toLowerCase()}`).inputs).to.deep.equal({
        zoneId: "Z1",
        name: "www.example.com",
        type,
        aliases: [
          { name: "web-distribution-id.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
        ],
      });
    }
    expect(await valueOf(result.url)).to.equal("https://www.example.com");
  });

  it("uses a certificate that is there", async () => {
    const domain = { name: "www.example.com", zoneId: "Z1", certificateArn: "arn:given" };
    const { ofType, one } = await record(() => make({ domain }));
    expect(ofType("aws:acm/certificate:Certificate")).to.deep.equal([]);
    expect(one(DISTRIBUTION).inputs).to.have.nested.property("viewerCertificate.acmCertificateArn", "arn:given");
  });

  it("serves named countries, or all but those", async () => {
    const restriction = async (countries: StaticSiteArgs["countries"]) =>
      (await record(() => make({ countries }))).one(DISTRIBUTION).inputs["restrictions"];
    expect(await restriction({ only: ["DE", "CH"] })).to.deep.equal({
      geoRestriction: { restrictionType: "whitelist", locations: ["DE", "CH"] },
    });
    expect(await restriction({ not: ["XX"] })).to.deep.equal({
      geoRestriction: { restrictionType: "blacklist", locations: ["XX"] },
    });
  });

  it("keeps the files by default, and lets go of them where told", async () => {
    const bucketOf = async (more: Partial<StaticSiteArgs>) =>
      (await record(() => make(more))).one("aws:s3/bucket:Bucket", "web-bucket-bucket");
    expect(await bucketOf({})).to.deep.include({ protect: true });
    const gone = await bucketOf({ removal: "destroy" });
    expect(gone.protect).to.equal(false);
    expect(gone.inputs["forceDestroy"]).to.equal(true);
  });

  it("makes the same resources in preview, the bucket's policy waiting for the distribution", async () => {
    const [update, preview] = await recordBoth(() => make({ config: { a: 1 } }));
    expect(preview.all.map((each) => each.name).sort()).to.deep.equal(update.all.map((each) => each.name).sort());
    expect(preview.one("aws:s3/bucketPolicy:BucketPolicy", "web-bucket-policy").inputs["policy"]).to.equal(unknown);
    const dependencies = update.one("aws:s3/bucketPolicy:BucketPolicy", "web-bucket-policy").propertyDependencies[
      "policy"
    ];
    expect(dependencies).to.include(update.one(DISTRIBUTION).urn);
  });

  it("tells where it is", async () => {
    const { result } = await record(() => make());
    expect(await valueOf(result.url)).to.equal("https://web-distribution-id.cloudfront.net");
  });

  for (const [field, args, message] of [
    ["content", { content: "test/components/edge/fixtures/none" }, /give a folder that can be served: ENOENT/],
    ["content", { content: "test/components/edge/fixtures/odd" }, /the type of .*odd\/file\.xyz is not known/],
    ["content", { content: "test/components/edge/fixtures/without-error" }, /add error\.html to the folder/],
    ["usEast1", { domain: { name: "www.example.com", zoneId: "Z1" } }, /provider of us-east-1/],
    ["domain.name", { domain: { name: "localhost", zoneId: "Z1", certificateArn: "arn" } }, /a domain name/],
    ["countries", { countries: { only: ["Germany"] } }, /two capital letters/],
    [
      "securityHeaders.strictTransportSecuritySeconds",
      { securityHeaders: { strictTransportSecuritySeconds: 60 } },
      /from 31536000/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const error = await errorOf(() => make(args as Partial<StaticSiteArgs>));
      expect(error.message).to.contain(`platform:edge:StaticSite "web": ${field} is`).and.to.match(message);
    });
  }

  it("refuses a regional web ACL, and a log bucket without ACLs", async () => {
    const regional = await errorOf(() => {
      const key = new Key("other", { description: "Logs" });
      make({ webAcl: new WebAcl("api", { scope: "REGIONAL", key }) });
    });
    expect(regional.message).to.contain('webAcl is "REGIONAL"');
    const plain = await errorOf(() => make({ logBucket: new Bucket("logs", { logTarget: true }) }));
    expect(plain.message).to.contain('logBucket is ["serverAccess"]');
  });

  it("alarms on CloudFront's metrics, which are in us-east-1", async () => {
    const { alarms, widgets } = (await record(() => make().monitoring)).result;
    expect(alarms.map((each) => each.name)).to.deep.equal(["server-errors", "errors"]);
    const metrics = [...alarms.map((each) => each.metric), ...widgets.flatMap((each) => each.metrics)];
    expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
    for (const metric of metrics.flatMap((each) => ("expression" in each ? Object.values(each.metrics) : [each]))) {
      expect(metric.region).to.equal("us-east-1");
      expect(await valueOf(pulumi.output(metric.dimensions))).to.deep.equal({
        DistributionId: "web-distribution-id",
        Region: "Global",
      });
    }
  });
});

const certificateOutputs = {
  arn: "arn:certificate",
  certificateArn: "arn:certificate",
  domainValidationOptions: [
    { resourceRecordName: "_proof.example.com", resourceRecordType: "CNAME", resourceRecordValue: "_value.acm" },
  ],
};
