import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { checkLogRetention } from "../compute/log-retention";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import { LogDelivery } from "../observability/log-delivery";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { webAclMonitoring } from "./web-acl-monitoring";
import { inspectedKilobytes, pathSlug, USUAL_BODY_BYTES, webAclRules, type LargeBodyRoute } from "./web-acl-rules";

export type { LargeBodyRoute } from "./web-acl-rules";

export interface WebAclArgs {
  /** `REGIONAL` for API stages, load balancers and user pools; `CLOUDFRONT` for distributions, only in us-east-1. */
  scope: "REGIONAL" | "CLOUDFRONT";
  /** Encrypts the log group; in the same region, and its policy must let CloudWatch Logs use it. */
  key: Key;
  /** Physical name, up to 113 letters, digits, - and _. Default the component's name. */
  aclName?: string;
  /** Routes that take bodies above 8192 bytes. Elsewhere larger bodies are blocked. Default none. */
  largeBodyRoutes?: LargeBodyRoute[];
  /** Requests in five minutes from one address, above which it is blocked, 10 to 2,000,000,000. Default 2000. */
  rateLimit?: number;
  /** Blocks VPNs, proxies, Tor and hosting providers. Default false: people use VPNs, and partners call from clouds. */
  blockAnonymousAddresses?: boolean;
  /** Days that log records are kept, one of the periods of CloudWatch Logs. Default 90. */
  logRetentionDays?: number;
  /**
   * Lets the log service write to the log group, beside those of others. Default a resource policy for this group alone, of
   * which CloudWatch Logs has no more than ten in an account and region.
   */
  logDelivery?: LogDelivery;
  tags?: Record<string, pulumi.Input<string>>;
  /** Adjusts the children: defaults, then these, then what the design requires. */
  overrides?: { acl?: Partial<aws.wafv2.WebAclArgs>; logGroup?: Partial<aws.cloudwatch.LogGroupArgs> };
}

const TYPE = "platform:edge:WebAcl";
const WAF_LIMITS = "https://docs.aws.amazon.com/waf/latest/developerguide/limits.html";

/** Where everything of CloudFront's that is not global lives. */
export const CLOUDFRONT_REGION = "us-east-1";

/** Headers that carry credentials. */
const SECRET_HEADERS = ["authorization", "x-api-key", "cookie"];

/**
 * A web ACL with AWS's managed rules, a limit per address and full logs without credentials.
 *
 * @example
 * const acl = new WebAcl("api", { scope: "REGIONAL", key, largeBodyRoutes: [{ path: "/events", maxBodyBytes: 65536 }] });
 * acl.protect("events", api.stageArn);
 *
 * https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html
 */
export class WebAcl extends PlatformComponent {
  readonly acl: aws.wafv2.WebAcl;
  readonly arn: pulumi.Output<string>;
  readonly scope: WebAclArgs["scope"];
  /** Routes whose bodies may be larger than usual, as given. */
  readonly largeBodyRoutes: LargeBodyRoute[];
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly logging: aws.wafv2.WebAclLoggingConfiguration;
  readonly monitoring: Monitoring;

  /**
   * @throws InputError for arguments that WAF would refuse; where the scope is `CLOUDFRONT` and the provider's region is
   *   another than us-east-1, nothing of the ACL is made
   */
  constructor(name: string, args: WebAclArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("edge", "WebAcl", name, opts);
    const aclName = args.aclName ?? name;
    this.scope = args.scope;
    this.largeBodyRoutes = args.largeBodyRoutes ?? [];
    const physicalName = this.inItsRegion(aclName);

    this.acl = this.createAcl(name, physicalName, args);
    this.arn = this.acl.arn;
    this.logGroup = this.createLogGroup(name, physicalName, args);
    this.logging = this.createLogging(name, args);
    this.monitoring = webAclMonitoring(name, aclName, args.scope, accountOf(this).region);
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Puts a regional resource behind this web ACL. A distribution names its web ACL itself.
   *
   * @param name unique per web ACL
   * @param resourceArn of an API Gateway stage, load balancer or user pool
   * @throws InputError for a web ACL of CloudFront
   */
  protect(name: string, resourceArn: pulumi.Input<string>): aws.wafv2.WebAclAssociation {
    if (this.scope === "CLOUDFRONT") {
      const fix = "give the web ACL to the distribution instead (webAclId)";
      inputChecks(TYPE, this.componentName).fail(`protect "${name}": scope`, this.scope, fix);
    }
    return new aws.wafv2.WebAclAssociation(
      `${this.componentName}-${name}`,
      { resourceArn, webAclArn: this.arn },
      this.childOptions(),
    );
  }

  /** The name, which for CloudFront only comes where AWS accepts the scope: everything else of the ACL needs it. */
  private inItsRegion(aclName: string): pulumi.Input<string> {
    if (this.scope === "REGIONAL") return aclName;
    return accountOf(this).region.apply((region) => {
      if (region !== CLOUDFRONT_REGION) {
        const fix = `give the component a provider of ${CLOUDFRONT_REGION}, the only region of that scope`;
        inputChecks(TYPE, this.componentName).fail(`scope "CLOUDFRONT": region`, region, fix);
      }
      return aclName;
    });
  }

  private createAcl(name: string, aclName: pulumi.Input<string>, args: WebAclArgs): aws.wafv2.WebAcl {
    const largeBodyRoutes = args.largeBodyRoutes ?? [];
    const kilobytes = inspectedKilobytes(largeBodyRoutes);
    const limit = { defaultSizeInspectionLimit: `KB_${kilobytes}` };
    return new aws.wafv2.WebAcl(
      `${name}-acl`,
      withOverrides<aws.wafv2.WebAclArgs>(
        {
          description: `Managed rules and a limit of requests for ${args.scope === "CLOUDFRONT" ? "pages" : "APIs"}.`,
          defaultAction: { allow: {} },
          rules: webAclRules({
            rateLimit: args.rateLimit ?? 2000,
            blockAnonymousAddresses: args.blockAnonymousAddresses ?? false,
            largeBodyRoutes,
          }),
          ...(kilobytes > 16
            ? {
                associationConfig: {
                  requestBodies: [args.scope === "CLOUDFRONT" ? { cloudfront: limit } : { apiGateway: limit }],
                },
              }
            : {}),
          tags: args.tags,
        },
        args.overrides?.acl,
        {
          name: aclName,
          scope: args.scope,
          // The metrics' dimension is this name, not the ACL's own: keeping them equal keeps the alarms alive.
          visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: aclName, sampledRequestsEnabled: true },
        },
      ),
      this.childOptions(),
    );
  }

  private createLogGroup(name: string, aclName: pulumi.Input<string>, args: WebAclArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      withOverrides<aws.cloudwatch.LogGroupArgs>(
        { retentionInDays: args.logRetentionDays ?? 90 },
        args.overrides?.logGroup,
        // WAF only takes groups with this start. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
        { name: pulumi.interpolate`aws-waf-logs-${aclName}`, kmsKeyId: args.key.arn },
      ),
      this.childOptions(),
    );
  }

  private createLogging(name: string, args: WebAclArgs): aws.wafv2.WebAclLoggingConfiguration {
    const { policy } = args.logDelivery ?? this.ownLogDelivery(name);
    return new aws.wafv2.WebAclLoggingConfiguration(
      `${name}-logging`,
      {
        resourceArn: this.acl.arn,
        logDestinationConfigs: [this.logGroup.arn],
        redactedFields: [...SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })), { queryString: {} }],
      },
      this.childOptions({ dependsOn: [policy] }),
    );
  }

  private ownLogDelivery(name: string): LogDelivery {
    return new LogDelivery(
      `${name}-log-delivery`,
      { logGroupArns: [this.logGroup.arn], policyName: pulumi.interpolate`${this.logGroup.name}-delivery` },
      this.childOptions(),
    );
  }
}

function checkArgs(name: string, args: WebAclArgs): void {
  const check = inputChecks(TYPE, name);
  check.oneOf("scope", args.scope, ["REGIONAL", "CLOUDFRONT"], WAF_LIMITS);
  check.matches("aclName", args.aclName ?? name, /^[\w-]{1,113}$/, "1 to 113 letters, digits, - and _", WAF_LIMITS);
  check.integer("rateLimit", args.rateLimit, 10, 2_000_000_000, WAF_LIMITS);
  checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
  const slugs = new Set<string>();
  for (const [index, { path, maxBodyBytes }] of (args.largeBodyRoutes ?? []).entries()) {
    const field = `largeBodyRoutes[${index}]`;
    check.matches(`${field}.path`, path, /^\/[\w\-./~{}+]*$/, "a path that starts with /", WAF_LIMITS);
    // API Gateway takes no more than 10 MB.
    check.integer(`${field}.maxBodyBytes`, maxBodyBytes, USUAL_BODY_BYTES + 1, 10_485_760, WAF_LIMITS);
    if (slugs.has(pathSlug(path))) check.fail(`${field}.path`, path, "name each route once");
    slugs.add(pathSlug(path));
  }
}
