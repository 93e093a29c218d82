import type * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "../../components/observability/dashboard";
import { dashboardUrl } from "../../components/observability/dashboard-url";
import type { GraphDescription } from "../../components/observability/monitoring";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";
import { consoleLinks } from "./console-links";
import type { Observed } from "./observe";

/** What the page of an account shows. */
export interface AccountDashboardArgs {
  environment: Environment;
  providers: SystemProviders;
  parent: pulumi.Resource;
  /** What was made to watch each system, by name. */
  observed: Record<string, Observed>;
  /** Figures of all systems. */
  business: GraphDescription[];
}

/**
 * The page of an account: how each system is, what it is for in figures, and links to the systems' own pages.
 *
 * @returns its address
 */
export function accountDashboard(args: AccountDashboardArgs): pulumi.Output<string> {
  const { environment, observed, business } = args;
  const { region } = environment.account;
  const page = new Dashboard(
    "account-dashboard",
    {
      dashboardName: `${environment.name}-account`,
      title: `Account ${environment.account.name}: ${environment.name}`,
      monitoring: [],
      alarmArns: Object.values(observed).flatMap(({ health }) => health),
      business,
      links: [
        ...Object.keys(observed).map((name) => ({
          title: name,
          url: dashboardUrl(region, `${environment.name}-${name}`),
        })),
        ...consoleLinks(region),
      ],
    },
    { parent: args.parent, providers: [args.providers.regional] },
  );
  return page.url;
}
