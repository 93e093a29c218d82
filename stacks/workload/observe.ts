import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../../components/observability/alarms";
import { Dashboard } from "../../components/observability/dashboard";
import { dashboardUrl } from "../../components/observability/dashboard-url";
import { isBand } from "../../components/observability/is-band";
import { LogQueries } from "../../components/observability/log-queries";
import type { GraphDescription, Monitoring } from "../../components/observability/monitoring";
import { globalRegion } from "../accounts";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";
import { alarmPrefix } from "./alarm-name";
import { adjustedMonitoring } from "./adjusted-monitoring";
import { consoleLinks } from "./console-links";
import type { Shared } from "./shared";
import { RUNBOOKS } from "./runbooks";

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
  /** Figures that stand first on the region's dashboard. Default none. */
  business?: GraphDescription[];
  /** Sends SNS's own mails, for what makes the others. Default false. */
  direct?: boolean;
}

/** What watching a system gives. */
export interface Observed {
  /** Address of each dashboard by its name. */
  dashboards: Record<string, pulumi.Output<string>>;
  /** ARNs of the alarms that say how the system as a whole is. */
  health: pulumi.Output<string>[];
}

/**
 * Makes the alarms, the dashboards and the saved log queries of a system from what its components describe.
 */
export function observe(args: ObserveArgs): Observed {
  const { environment, providers, shared } = args;
  const both = [...args.monitoring, ...args.monitoringUsEast1];
  const all = adjustedMonitoring(args.name, both, environment.alarmSettings);
  const adjusted = environment.production ? all : all.map(withoutBands);
  const monitoring = adjusted.slice(0, args.monitoring.length);
  const monitoringUsEast1 = adjusted.slice(args.monitoring.length);
  const { usEast1 } = shared.alarmTopics;
  const { critical, warning } = args.direct
    ? { critical: shared.directAlarmTopic, warning: shared.directAlarmTopic }
    : shared.alarmTopics;
  // In us-east-1 both severities share a topic: only CloudFront and its web ACL are watched from there.
  const elsewhere = { critical: usEast1.arn, warning: usEast1.arn };
  if (providers.usEast1 === providers.regional) {
    return page("", providers.regional, adjusted, {
      critical: critical.arn,
      warning: warning.arn,
    });
  }
  const here = page("", providers.regional, monitoring, { critical: critical.arn, warning: warning.arn });
  const there = page("-us-east-1", providers.usEast1, monitoringUsEast1, elsewhere);
  return {
    dashboards: { ...here.dashboards, ...there.dashboards },
    health: [...here.health, ...there.health],
  };

  function page(
    suffix: string,
    provider: pulumi.ProviderResource,
    monitoring: Monitoring[],
    topics: Record<"critical" | "warning", pulumi.Input<string>>,
  ): Observed {
    if (monitoring.length === 0) return { dashboards: {}, health: [] };
    const name = `${args.name}${suffix}`;
    const physicalName = alarmPrefix(environment.name, name);
    const region = provider === providers.regional ? environment.account.region : globalRegion;
    const options = { parent: args.parent, providers: [provider] };
    const alarms = new Alarms(
      `${name}-alarms`,
      {
        monitoring,
        topics,
        system: args.name,
        namePrefix: physicalName,
        runbookBase: RUNBOOKS,
        dashboardUrl: dashboardUrl(region, physicalName),
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
        business: provider === providers.regional ? args.business : undefined,
        links: consoleLinks(region),
      },
      options,
    );
    const logGroups = monitoring.flatMap((part) => part.logGroups ?? []);
    if (logGroups.length > 0) {
      new LogQueries(`${name}-queries`, { folder: `${environment.name}/${name}`, logGroups }, options);
    }
    return {
      dashboards: { [name]: dashboard.url },
      health: Object.values(alarms.composites).map((composite) => composite.arn),
    };
  }
}

/** Where there are no real users there is no habit to learn: every try by hand would be out of the ordinary. */
function withoutBands(part: Monitoring): Monitoring {
  return { ...part, alarms: part.alarms.filter((alarm) => !isBand(alarm)) };
}
