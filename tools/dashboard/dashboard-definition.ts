import type { Plan } from "../plan/plan";
import { typeAt } from "../plan/plan";

/** A row of a graph: namespace, metric, dimension names and values in turn, then options; or a formula's options alone. */
export type MetricRow = (string | RowOptions)[];

/** Options of a row. */
export interface RowOptions {
  id?: string;
  expression?: string;
  label?: string;
  stat?: string;
  visible?: boolean;
}

/** One widget, in units of CloudWatch's grid, which is 24 wide. */
export interface Widget {
  type: "text" | "alarm" | "metric";
  x: number;
  y: number;
  width: number;
  height: number;
  properties: {
    markdown?: string;
    title?: string;
    alarms?: string[];
    view?: string;
    stacked?: boolean;
    region?: string;
    period?: number;
    metrics?: MetricRow[];
    yAxis?: { left?: { min?: number; label?: string } };
    annotations?: { horizontal?: { label: string; value: number; color?: string }[] };
  };
}

/** A dashboard of a stack. */
export interface DashboardDefinition {
  name: string;
  widgets: Widget[];
}

/**
 * The dashboards of a plan, by name.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardsOf(plan: Plan): DashboardDefinition[] {
  return Object.entries(plan.resources)
    .filter(([address]) => typeAt(address) === "aws:cloudwatch/dashboard:Dashboard")
    .map(([, { inputs = {} }]) => {
      const body = inputs["dashboardBody"] as unknown as { "${json}": { widgets: Widget[] } };
      return { name: String(inputs["dashboardName"]), widgets: body["${json}"].widgets };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
