import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { checkLogRetention } from "../compute/log-retention";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Metric, Monitoring } from "../observability/monitoring";
import { removalOptions, type Removal } from "../removal";

export interface PublicZoneArgs {
  /** Name of the zone, for example `dev.example.com`. */
  zoneName: string;
  /** Encrypts the log of queries: a key of us-east-1 whose policy admits CloudWatch Logs. */
  key: Key;
  /** Who may issue certificates for names in the zone. Default Amazon's own names, as ACM asks for; `false` anybody may. */
  certificateAuthorities?: string[] | false;
  /** Days that queries are kept. Default 90. */
  logRetentionDays?: number;
  /** Whether the zone, with all its records, goes with the stack. Default `retain`: its name servers are delegated to. */
  removal?: Removal;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:names:PublicZone";
const NAMES = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html";

/** Each of them admits ACM; a client may check any. https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const AMAZON = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/**
 * A public hosted zone whose queries are logged, and in which only Amazon issues certificates, none of them for wildcards.
 * Route 53 logs to us-east-1 alone: pass the provider of that region.
 *
 * It is not signed: see docs/names.md.
 *
 * @example
 * const zone = new PublicZone("zone", { zoneName: "dev.example.com", key }, { providers: [usEast1] });
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/AboutHZWorkingWith.html
 */
export class PublicZone extends PlatformComponent {
  readonly zone: aws.route53.Zone;
  readonly zoneId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** The four that the parent zone has to name before anybody finds the zone. */
  readonly nameServers: pulumi.Output<string[]>;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name or retention that AWS would refuse */
  constructor(name: string, args: PublicZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    const form = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
    check.matches("zoneName", args.zoneName, form, "a DNS name such as dev.example.com, in lower case", NAMES);
    checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
    if (args.certificateAuthorities !== false && args.certificateAuthorities?.length === 0)
      check.fail("certificateAuthorities", [], "name who may issue certificates, or say false");
    super("names", "PublicZone", name, opts);

    this.zone = new aws.route53.Zone(
      `${name}-zone`,
      {
        name: args.zoneName,
        comment: `Names of ${args.zoneName}`,
        forceDestroy: args.removal === "destroy",
        tags: args.tags,
      },
      // Another zone of the same name has other name servers, which nobody knows.
      this.childOptions(removalOptions(args.removal)),
    );
    this.zoneId = this.zone.zoneId;
    this.arn = this.zone.arn;
    this.nameServers = this.zone.nameServers;
    if (args.certificateAuthorities !== false) this.createCaa(args.zoneName, args.certificateAuthorities ?? AMAZON);
    this.logGroup = this.createQueryLog(args);
    this.monitoring = zoneMonitoring(name, args.zoneName, this.zoneId);
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }

  /** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
  private createCaa(zoneName: string, authorities: string[]): void {
    new aws.route53.Record(
      `${this.componentName}-caa`,
      {
        zoneId: this.zoneId,
        name: zoneName,
        type: "CAA",
        ttl: 3600,
        // Every certificate here is for one name: one for all names below would serve whoever stole it best.
        records: [...authorities.map((authority) => `0 issue "${authority}"`), '0 issuewild ";"'],
      },
      this.childOptions(),
    );
  }

  /** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html */
  private createQueryLog({ zoneName, key, logRetentionDays }: PublicZoneArgs): aws.cloudwatch.LogGroup {
    const { id, partition } = accountOf(this);
    const logGroup = new aws.cloudwatch.LogGroup(
      `${this.componentName}-queries`,
      { name: `/aws/route53/${zoneName}`, retentionInDays: logRetentionDays ?? 90, kmsKeyId: key.arn },
      this.childOptions(),
    );
    const policy = new aws.cloudwatch.LogResourcePolicy(
      `${this.componentName}-query-delivery`,
      {
        policyName: `route53-${zoneName}`,
        policyDocument: policyDocument([
          {
            Sid: "WriteQueryLog",
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*`,
            Condition: {
              StringEquals: { "aws:SourceAccount": id },
              ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:route53:::hostedzone/${this.zoneId}` },
            },
          },
        ]),
      },
      this.childOptions(),
    );
    new aws.route53.QueryLog(
      `${this.componentName}-query-log`,
      { zoneId: this.zoneId, cloudwatchLogGroupArn: logGroup.arn },
      // Route 53 tries to write before it answers.
      this.childOptions({ dependsOn: [policy] }),
    );
    return logGroup;
  }
}

function zoneMonitoring(component: string, zoneName: string, zoneId: pulumi.Output<string>): Monitoring {
  const queries: Metric = {
    namespace: "AWS/Route53",
    name: "DNSQueries",
    dimensions: { HostedZoneId: zoneId },
    statistic: "Sum",
    periodSeconds: 300,
    label: "queries",
    region: "us-east-1",
  };
  return {
    title: `Names ${zoneName}`,
    component,
    // What breaks with the zone is what has a name in it, and that is asked from outside.
    alarms: [],
    widgets: [{ kind: "graph", title: "Queries for names", metrics: [queries] }],
  };
}
