import * as pulumi from "@pulumi/pulumi";
import type { DashboardArgs } from "./dashboard";
import { bandOf, isBand } from "./is-band";
import type { AlarmDescription, GraphDescription, MathMetric, Metric, Monitoring } from "./monitoring";

/** The grid of a CloudWatch dashboard is 24 units wide; three graphs a row stay readable. */
const WIDTH = 24;
const GRAPH = { width: 8, height: 6 };
const ALARM_ROWS_OF = 6;

/** The JSON body of a dashboard; see {@link DashboardArgs}. */
export function dashboardBody(args: DashboardArgs, region: pulumi.Input<string>): pulumi.Output<string> {
  const widgets: unknown[] = [];
  let y = 0;
  const text = (markdown: pulumi.Input<string>, height: number) => {
    widgets.push({ type: "text", x: 0, y, width: WIDTH, height, properties: { markdown } });
    y += height;
  };
  text(heading(args), args.links?.length ? 2 : 1);
  if (args.alarmArns?.length) {
    const height = 2 + Math.ceil(args.alarmArns.length / ALARM_ROWS_OF);
    widgets.push({
      type: "alarm",
      x: 0,
      y,
      width: WIDTH,
      height,
      properties: { title: "Alarms", alarms: args.alarmArns },
    });
    y += height;
  }
  const business = { title: "Business", component: "business", alarms: [], widgets: args.business ?? [] };
  for (const part of [business, ...args.monitoring].filter((each) => each.widgets.length > 0)) {
    text(`## ${withoutRepetition(part.title)}`, 1);
    part.widgets.forEach((widget, index) => {
      const column = index % (WIDTH / GRAPH.width);
      if (index > 0 && column === 0) y += GRAPH.height;
      widgets.push({ type: "metric", x: column * GRAPH.width, y, ...GRAPH, properties: graph(widget, part, region) });
    });
    y += GRAPH.height;
  }
  return pulumi.jsonStringify({ widgets });
}

/** Says no word twice in a row: a component's title ends with its name, and the network of a system is called `network`. */
function withoutRepetition(title: string): string {
  return title.replace(/(?<!\p{L})(\p{L}+) \1$/iu, "$1");
}

/** Title and links. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Text-Widget-Structure */
function heading({ title, links = [] }: DashboardArgs): pulumi.Input<string> {
  if (links.length === 0) return `# ${title}`;
  return pulumi
    .all(links.map((link) => link.url))
    .apply((urls) => `# ${title}\n${links.map((link, index) => `[${link.title}](${urls[index]})`).join(" · ")}`);
}

function graph(widget: GraphDescription, part: Monitoring, region: pulumi.Input<string>): unknown {
  const thresholds = part.alarms.filter(
    (alarm) => !isBand(alarm) && widget.metrics.some((metric) => sameMetric(metric, alarm.metric)),
  );
  return {
    title: widget.title,
    view: widget.view === "number" ? "singleValue" : "timeSeries",
    stacked: widget.view === "stacked",
    region: widget.metrics.map(regionOf).find(Boolean) ?? region,
    metrics: widget.metrics.flatMap((metric, index) => rows(metric, index, bandAround(metric, part.alarms))),
    period: Math.max(...widget.metrics.map((metric) => metric.periodSeconds ?? 60)),
    yAxis: { left: { min: 0, ...(widget.unit ? { label: widget.unit, showUnits: false } : {}) } },
    ...(thresholds.length ? { annotations: { horizontal: thresholds.map(annotation) } } : {}),
  };
}

/** The alarm that compares just this metric, by its period too, with what is expected of it. */
function bandAround(metric: Metric | MathMetric, alarms: AlarmDescription[]): AlarmDescription | undefined {
  return alarms.find(
    (alarm) =>
      isBand(alarm) &&
      sameMetric(metric, alarm.metric) &&
      (metric.periodSeconds ?? 60) === (alarm.metric.periodSeconds ?? 60),
  );
}

function rows(metric: Metric | MathMetric, index: number, band?: AlarmDescription): unknown[] {
  if ("expression" in metric) {
    // Ids are unique in a whole widget, so each formula's get a suffix of their own.
    const rename = (expression: string) =>
      Object.keys(metric.metrics).reduce(
        (text, id) => text.replace(new RegExp(`\\b${id}\\b`, "g"), `${id}_${index}`),
        expression,
      );
    return [
      [{ id: `e${index}`, expression: rename(metric.expression), label: metric.label }],
      ...Object.entries(metric.metrics).map(([id, each]) => row(each, { id: `${id}_${index}`, visible: false })),
    ];
  }
  if (!band) return [row(metric, {})];
  const id = `m${index}`;
  const expected = { id: `b${index}`, expression: bandOf(id, band.threshold), label: `Expected (${band.name})` };
  return [row(metric, { id }), [expected]];
}

function row(metric: Metric, more: object): unknown[] {
  const dimensions = Object.entries(metric.dimensions).flat();
  const options = { stat: metric.statistic, label: metric.label ?? metric.name, ...more };
  return [metric.namespace, metric.name, ...dimensions, options];
}

function annotation(alarm: AlarmDescription): unknown {
  const color = alarm.severity === "critical" ? "#d13212" : "#ff9900";
  return { label: `${alarm.name} (${alarm.severity})`, value: alarm.threshold, color };
}

function regionOf(metric: Metric | MathMetric): string | undefined {
  return (("expression" in metric ? Object.values(metric.metrics)[0] : metric) as { region?: string } | undefined)
    ?.region;
}

function sameMetric(a: Metric | MathMetric, b: Metric | MathMetric): boolean {
  if ("expression" in a || "expression" in b) {
    return "expression" in a && "expression" in b && a.expression === b.expression && a.label === b.label;
  }
  return a.namespace === b.namespace && a.name === b.name && a.statistic === b.statistic;
}
