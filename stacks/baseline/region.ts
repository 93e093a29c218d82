import * as pulumi from "@pulumi/pulumi";
import { AccessAnalysis } from "../../components/audit/access-analysis";
import { activityRules } from "../../components/audit/activity";
import { archiveNames } from "../../components/audit/archive-names";
import { EventForwarder } from "../../components/audit/event-forwarder";
import { ApiGatewayLogging } from "../../components/baseline/api-gateway-logging";
import { ConfigurationRecorder } from "../../components/baseline/configuration-recorder";
import { QuotaWatch } from "../../components/baseline/quota-watch";
import { RegionDefaults } from "../../components/baseline/region-defaults";
import { TracingDefaults } from "../../components/baseline/tracing-defaults";
import { accountOf } from "../../components/account";
import type { Monitoring } from "../../components/observability/monitoring";
import { ObservabilityLink } from "../../components/observability/observability-link";
import type { AccountProviders } from "../accounts";
import type { BaselineEnvironment } from "../config/organization-environment";
import type { SecurityOutputs } from "../security-outputs";
import { regionWatch } from "../workload/region-watch";

/** What a region's part is made with. */
export interface RegionParts {
  environment: BaselineEnvironment;
  region: string;
  providers: AccountProviders;
  parent: pulumi.Resource;
  security: pulumi.Output<SecurityOutputs>;
}

/** What a region's part leaves behind. */
export interface RegionResult {
  alarmTopic: pulumi.Output<string>;
  /** Makes alarms and dashboard of the region and of what else is given. */
  watch: (more: Monitoring[]) => pulumi.Output<string>;
}

/** Makes what an account has in one region. The account's own region also has what is one per account. */
export function makeRegion({ environment, region, providers, parent, security }: RegionParts): RegionResult {
  const { account, organization, removal, structure } = environment;
  const options = { parent, providers: [providers.in(region)] };
  const named = (name: string) => `${name}-${region}`;
  const isHome = region === account.region;
  const watch = regionWatch(named("baseline"), environment, options);
  const { key } = watch;

  const made: Monitoring[] = [
    new RegionDefaults(named("defaults"), { key }, options).monitoring,
    new TracingDefaults(named("tracing"), { key }, options).monitoring,
    new ApiGatewayLogging(named("api-logs"), { region }, options).monitoring,
    new QuotaWatch(named("limits"), {}, options).monitoring,
  ];
  if (!structure.controlTower) made.push(makeRecorder());
  if (isHome) {
    const access = { zone: "account", unusedAfterDays: false } as const;
    made.push(new AccessAnalysis("account-access", access, options).monitoring);
  }
  const { securityAccount } = structure;
  // The security account's own region is where the bus is, whose rules see its events anyway; and no account links to itself.
  if (account.name !== securityAccount.name) {
    const sinkArn = security.sinkArns.apply((arns) => arns[region]!);
    made.push(new ObservabilityLink(named("accounts"), { sinkArn }, options).monitoring);
  }
  if (account.name !== securityAccount.name || region !== securityAccount.region)
    made.push(
      new EventForwarder(
        named("activity"),
        {
          rules: activityRules({ deployRole: structure.deployment.roleName }),
          busArn: security.busArn,
          region,
          key,
          removal,
        },
        options,
      ).monitoring,
    );
  return { alarmTopic: watch.topics.critical.arn, watch: (more) => watch.watch([...made, ...more]) };

  function makeRecorder(): Monitoring {
    const { logArchiveAccount } = structure;
    const { configurationBucket, keyAlias } = archiveNames(organization, logArchiveAccount.id);
    const { partition } = accountOf(parent);
    const keyArn = pulumi.interpolate`arn:${partition}:kms:${logArchiveAccount.region}:${logArchiveAccount.id}:alias/${keyAlias}`;
    return new ConfigurationRecorder(
      named("configuration"),
      { bucketName: configurationBucket, keyArn, global: isHome },
      options,
    ).monitoring;
  }
}
