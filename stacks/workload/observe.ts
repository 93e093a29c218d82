import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../../components/observability/alarms";
import { Dashboard } from "../../components/observability/dashboard";
import { dashboardUrl } from "../../components/observability/dashboard-url";
import type { Monitoring } from "../../components/observability/monitoring";
import { globalRegion } from "../accounts";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";
import { alarmPrefix } from "./alarm-name";
import type { Shared } from "./shared";

/** Where the runbooks are, from the root of the clone that deploys. */
const RUNBOOKS = "docs/runbooks.md";

/** What is watched, and with what. */
export interface ObserveArgs {
  /** The system's name, or `shared`. */
  name: string;
  environment: Environment;
  providers: SystemProviders;
  shared: Shared;
  parent: pulumi.Resource;
  /** Descriptions of the components in the account's region. */
  monitoring: Monitoring[];
  /** Descriptions of the components whose metrics are in us-east-1. */
  monitoringUsEast1: Monitoring[];
  /** Sends SNS's own mails, for what makes the others. Default false. */
  direct?: boolean;
}

/**
 * Makes the alarms and the dashboards of a system from what its components describe.
 *
 * @returns address of each dashboard by its name
 */
export function observe(args: ObserveArgs): Record<string, pulumi.Output<string>> {
  const { environment, providers, shared } = args;
  const { usEast1 } = shared.alarmTopics;
  const { critical, warning } = args.direct
    ? { critical: shared.directAlarmTopic, warning: shared.directAlarmTopic }
    : shared.alarmTopics;
  // In us-east-1 both severities share a topic: only CloudFront and its web ACL are watched from there.
  const elsewhere = { critical: usEast1.arn, warning: usEast1.arn };
  if (providers.usEast1 === providers.regional) {
    return page("", providers.regional, [...args.monitoring, ...args.monitoringUsEast1], {
      critical: critical.arn,
      warning: warning.arn,
    });
  }
  return {
    ...page("", providers.regional, args.monitoring, { critical: critical.arn, warning: warning.arn }),
    ...page("-us-east-1", providers.usEast1, args.monitoringUsEast1, elsewhere),
  };

  function page(
    suffix: string,
    provider: pulumi.ProviderResource,
    monitoring: Monitoring[],
    topics: Record<"critical" | "warning", pulumi.Input<string>>,
  ): Record<string, pulumi.Output<string>> {
    if (monitoring.length === 0) return {};
    const name = `${args.name}${suffix}`;
    const physicalName = alarmPrefix(environment.name, name);
    const options = { parent: args.parent, providers: [provider] };
    const alarms = new Alarms(
      `${name}-alarms`,
      {
        monitoring,
        topics,
        system: args.name,
        namePrefix: physicalName,
        runbookBase: RUNBOOKS,
        dashboardUrl: dashboardUrl(
          provider === providers.regional ? environment.account.region : globalRegion,
          physicalName,
        ),
        mailPerSystem: args.direct !== true,
      },
      options,
    );
    const dashboard = new Dashboard(
      `${name}-dashboard`,
      {
        dashboardName: physicalName,
        title: `${args.name} in ${environment.name}`,
        monitoring,
        alarmArns: alarms.arns,
      },
      options,
    );
    return { [name]: dashboard.url };
  }
}
