import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import { accountOf } from "../account";
import { metricProblem } from "./check-metric";
import { dashboardBody } from "./dashboard-body";
import { dashboardUrl } from "./dashboard-url";
import type { GraphDescription, Monitoring } from "./monitoring";

export interface DashboardArgs {
  /** Physical name: letters, digits, `-` and `_`, 255 at most. */
  dashboardName: string;
  /** Heading of the page. */
  title: string;
  /** Descriptions of the components to show, in the order of the page. */
  monitoring: Monitoring[];
  /** Alarms whose state stands on top. */
  alarmArns?: pulumi.Input<string>[];
  /** What the system is for, in figures: students added, events routed. Stands before the components. Default none. */
  business?: GraphDescription[];
  /** Pages that a reader goes on to, below the title. Default none. */
  links?: { title: string; url: pulumi.Input<string> }[];
}

/**
 * A CloudWatch dashboard assembled from what components describe: the state of the alarms on top, then the
 * figures of the business, then each component's graphs with the thresholds of its alarms drawn in.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 *
 * @throws InputError for an illegal name, or a graph of a metric that AWS never publishes
 */
export class Dashboard extends PlatformComponent {
  readonly dashboard: aws.cloudwatch.Dashboard;
  /** Address of the page in the AWS console. */
  readonly url: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "Dashboard", name, opts);
    check(name, args);
    const { region } = accountOf(this);
    this.dashboard = new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      { dashboardName: args.dashboardName, dashboardBody: dashboardBody(args, region) },
      this.childOptions(),
    );
    this.url = pulumi.all([region, this.dashboard.dashboardName]).apply(([where, page]) => dashboardUrl(where, page));
    this.monitoring = { title: args.title, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ url: this.url });
  }
}

function check(name: string, args: DashboardArgs): void {
  const fail = (field: string, value: unknown, fix: string) => {
    throw new InputError("platform:observability:Dashboard", name, field, value, fix);
  };
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(args.dashboardName)) {
    fail("dashboardName", args.dashboardName, "use 1 to 255 letters, digits, hyphens and underscores");
  }
  const own = { component: "business", widgets: args.business ?? [] };
  for (const { component, widgets } of [own, ...args.monitoring]) {
    for (const widget of widgets) {
      const problem = widget.metrics.map(metricProblem).find(Boolean);
      if (problem) fail(`${component}, graph "${widget.title}"`, widget.metrics, problem);
    }
  }
}
