import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

export interface ZoneDelegationArgs {
  /** The zone that is delegated, for example `dev.example.com`. */
  zoneName: string;
  /** Its name servers. */
  nameServers: pulumi.Input<pulumi.Input<string>[]>;
  /** Id of the zone that it lies in. */
  parentZoneId: pulumi.Input<string>;
  /** Seconds that resolvers keep the answer, 60 to 172,800. Default 3,600. */
  ttlSeconds?: number;
}

/**
 * Says in the parent zone who answers for a zone inside it. Where the parent is another account's, pass a provider that assumes the
 * role of a `DelegationRole` there.
 *
 * @example
 * new ZoneDelegation("delegation", { zoneName, nameServers: zone.nameServers, parentZoneId }, { providers: [parent] });
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-routing-traffic-for-subdomains.html
 */
export class ZoneDelegation extends PlatformComponent {
  readonly record: aws.route53.Record;
  readonly monitoring: Monitoring;

  /** @throws InputError for a time that Route 53 or resolvers would not keep to */
  constructor(name: string, args: ZoneDelegationArgs, opts?: pulumi.ComponentResourceOptions) {
    const page = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html";
    inputChecks("platform:names:ZoneDelegation", name).integer("ttlSeconds", args.ttlSeconds, 60, 172_800, page);
    super("names", "ZoneDelegation", name, opts);
    this.record = new aws.route53.Record(
      `${name}-servers`,
      {
        zoneId: args.parentZoneId,
        name: args.zoneName,
        type: "NS",
        ttl: args.ttlSeconds ?? 3600,
        records: args.nameServers,
        // What a zone of the same name left behind, or somebody has entered by hand.
        allowOverwrite: true,
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Delegation of ${args.zoneName}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
