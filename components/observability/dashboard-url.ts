import { consoleUrl } from "./console-url";

/**
 * The address of a dashboard in the AWS console.
 *
 * @param region for example `eu-west-1`
 * @param name the dashboard's name
 */
export function dashboardUrl(region: string, name: string): string {
  return consoleUrl(region, `dashboards/dashboard/${name}`);
}
