import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import { withOverrides } from "../overrides";
import { healthCheckMonitoring } from "./health-check-monitoring";
import type { Monitoring } from "./monitoring";

const TYPE = "platform:observability:HealthCheck";
const PAGE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html";

export interface HealthCheckArgs {
  /** `https://` and the host, without a path. */
  url: pulumi.Input<string>;
  /** Path that is asked for, with its query. Default `/`. */
  path?: string;
  /** Text among the first 5,120 bytes of the answer, up to 255 characters. Default any answer below 400 is right. */
  contains?: string;
  /** Where it is asked from, three or more regions. Default `us-east-1`, `eu-west-1` and `ap-southeast-1`. */
  regions?: string[];
  /** How many answers in a row must be wrong for a place to find it unhealthy, 1 to 10. Default 3. */
  failureThreshold?: number;
  tags?: Record<string, pulumi.Input<string>>;
  /** Merged over the defaults. */
  overrides?: { healthCheck?: Partial<aws.route53.HealthCheckArgs> };
}

/** The fewest that Route 53 takes: more places ask more often, and each request is paid for where it arrives. */
const THREE_CONTINENTS = ["us-east-1", "eu-west-1", "ap-southeast-1"];

/**
 * Asks a public page over HTTPS from three continents every thirty seconds, and alarms where it does not answer, or nobody
 * asks any more. For pages that everybody may read: an address that answers a refusal is unhealthy to Route 53. Its metrics,
 * and so its alarms, are in us-east-1; pass the provider of that region.
 *
 * Route 53 does not look at the certificate's date, which `Certificate` has an alarm for.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 *
 * @example
 * new HealthCheck("web-outside", { url: site.url, contains: "<title>" }, { providers: [usEast1] });
 */
export class HealthCheck extends PlatformComponent {
  readonly healthCheck: aws.route53.HealthCheck;
  readonly monitoring: Monitoring;

  /** @throws InputError for a path, text or region that Route 53 would refuse */
  constructor(name: string, args: HealthCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    check.matches("url", args.url, /^https:\/\/[a-z0-9.-]+\/?$/, "https:// and a host", PAGE);
    check.matches("path", args.path, /^\/[!-~]{0,254}$/, "a path that starts with /, of up to 255 characters", PAGE);
    check.matches("contains", args.contains, /^[\s\S]{1,255}$/, "1 to 255 characters", PAGE);
    check.integer("failureThreshold", args.failureThreshold, 1, 10, PAGE);
    if (args.regions && args.regions.length < 3) check.fail("regions", args.regions, `name three or more (${PAGE})`);
    super("observability", "HealthCheck", name, opts);
    const { contains } = args;
    this.healthCheck = new aws.route53.HealthCheck(
      `${name}-check`,
      withOverrides<aws.route53.HealthCheckArgs>(
        {
          requestInterval: 30,
          failureThreshold: args.failureThreshold ?? 3,
          regions: args.regions ?? THREE_CONTINENTS,
          tags: { ...args.tags, Name: name },
        },
        args.overrides?.healthCheck,
        {
          type: contains === undefined ? "HTTPS" : "HTTPS_STR_MATCH",
          ...(contains === undefined ? {} : { searchString: contains }),
          fqdn: pulumi.output(args.url).apply((url) => new URL(url).hostname),
          port: 443,
          resourcePath: args.path ?? "/",
          enableSni: true,
        },
      ),
      this.childOptions(),
    );
    this.monitoring = healthCheckMonitoring(name, this.healthCheck.id);
    this.registerOutputs({});
  }
}
