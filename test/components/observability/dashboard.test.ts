import { expect } from "chai";
import * as fc from "fast-check";
import { Dashboard } from "../../../components/observability/dashboard";
import type { GraphDescription, Monitoring } from "../../../components/observability/monitoring";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Record<string, any>;
}

const errors = {
  namespace: "AWS/Lambda",
  name: "Errors",
  dimensions: { FunctionName: "add" },
  statistic: "Sum",
} as const;
const graph = (title: string, metrics: GraphDescription["metrics"] = [errors]): GraphDescription => ({
  kind: "graph",
  title,
  metrics,
});
const part = (widgets: GraphDescription[], alarms: Monitoring["alarms"] = []): Monitoring => ({
  title: "Function add",
  component: "add",
  alarms,
  widgets,
});

async function widgetsOf(monitoring: Monitoring[], alarmArns?: string[]): Promise<Widget[]> {
  const recorded = await record(
    () => new Dashboard("d", { dashboardName: "students-dev", title: "Students", monitoring, alarmArns }),
  );
  const body = recorded.one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"] as string;
  return (JSON.parse(body) as { widgets: Widget[] }).widgets;
}

describe("Dashboard", () => {
  it("puts the title and the alarms' state on top, then a heading and graphs for each component", async () => {
    const widgets = await widgetsOf([part([graph("Errors")])], ["arn:alarm"]);
    expect(widgets.map((widget) => widget.type)).to.deep.equal(["text", "alarm", "text", "metric"]);
    expect(widgets[1]!.properties).to.deep.equal({ title: "Alarms", alarms: ["arn:alarm"] });
    expect(widgets[3]!.properties["metrics"]).to.deep.equal([
      ["AWS/Lambda", "Errors", "FunctionName", "add", { stat: "Sum", label: "Errors" }],
    ]);
    expect(widgets[3]!.properties["region"]).to.equal("eu-west-1");
  });

  it("draws what is expected of a metric around it, and around no other", async () => {
    const alarm = {
      name: "traffic",
      severity: "warning" as const,
      metric: { ...errors, periodSeconds: 300 },
      comparison: "GreaterThanUpperThreshold" as const,
      threshold: 3,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching" as const,
      description: "More.",
      reason: "Learnt.",
    };
    const graphs = [graph("Minutes"), graph("Five minutes", [{ ...errors, periodSeconds: 300 }])];
    const [minutes, five] = (await widgetsOf([part(graphs, [alarm])])).slice(-2);
    expect(minutes!.properties["metrics"]).to.have.length(1);
    expect(five!.properties["metrics"]).to.deep.equal([
      ["AWS/Lambda", "Errors", "FunctionName", "add", { stat: "Sum", label: "Errors", id: "m0" }],
      [{ id: "b0", expression: "ANOMALY_DETECTION_BAND(m0, 3)", label: "Expected (traffic)" }],
    ]);
    for (const { properties } of [minutes!, five!]) expect(properties).to.not.have.property("annotations");
  });

  it("puts links below the title, and the figures of the business before the components", async () => {
    const business = [graph("Students stored")];
    const links = [
      { title: "Traces", url: "https://traces.test" },
      { title: "Logs", url: "https://logs.test" },
    ];
    const args = { dashboardName: "d", title: "Students", monitoring: [part([graph("Errors")])], business, links };
    const recorded = await record(() => new Dashboard("d", args));
    const body = recorded.one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"] as string;
    const { widgets } = JSON.parse(body) as { widgets: Widget[] };
    expect(widgets.map(({ properties }) => (properties["markdown"] ?? properties["title"]) as string)).to.deep.equal([
      "# Students\n[Traces](https://traces.test) · [Logs](https://logs.test)",
      "## Business",
      "Students stored",
      "## Function add",
      "Errors",
    ]);
    expect(widgets[1]!.y).to.equal(widgets[0]!.height);
  });

  it("says no word of a title twice in a row", async () => {
    const headings = ["Log archive archive", "Network network", "Network core", "Queue key-queue", "Role role-role"];
    const widgets = await widgetsOf(headings.map((title) => ({ ...part([graph("Errors")]), title })));
    expect(
      widgets
        .map(({ properties }) => properties["markdown"] as string | undefined)
        .filter((text) => /^## /.test(text ?? "")),
    ).to.deep.equal(["## Log archive", "## Network", "## Network core", "## Queue key-queue", "## Role role-role"]);
  });

  it("draws the threshold of the alarm on a graph's metric into the graph", async () => {
    const alarm = {
      name: "errors",
      severity: "critical",
      metric: errors,
      comparison: "GreaterThanThreshold",
      threshold: 3,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      description: "",
      reason: "",
    } as const;
    const [, , errorsGraph, otherGraph] = await widgetsOf([
      part([graph("Errors"), graph("Throttles", [{ ...errors, name: "Throttles" }])], [alarm]),
    ]);
    expect(errorsGraph!.properties["annotations"].horizontal).to.deep.equal([
      { label: "errors (critical)", value: 3, color: "#d13212" },
    ]);
    expect(otherGraph!.properties).to.not.have.property("annotations");
  });

  it("gives each formula in a graph ids of its own", async () => {
    const rate = {
      expression: "100 * e / i",
      label: "rate",
      metrics: { e: errors, i: { ...errors, name: "Invocations" } },
    };
    const widgets = await widgetsOf([part([graph("Rates", [rate, rate])])]);
    const ids = (widgets.at(-1)!.properties["metrics"] as unknown[][]).map((row) => (row.at(-1) as { id: string }).id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect((widgets.at(-1)!.properties["metrics"][3][0] as { expression: string }).expression).to.equal(
      "100 * e_1 / i_1",
    );
  });

  it("never lets widgets overlap or leave the grid", async () => {
    const monitoring = fc.array(
      fc.nat(7).map((count) => part(Array.from({ length: count }, (_, i) => graph(`g${i}`)))),
      { maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(monitoring, fc.nat(30), async (parts, alarms) => {
        const widgets = await widgetsOf(
          parts,
          Array.from({ length: alarms }, (_, i) => `arn:${i}`),
        );
        const taken = new Set<string>();
        for (const { x, y, width, height } of widgets) {
          expect(x + width).to.be.at.most(24);
          for (let column = x; column < x + width; column++) {
            for (let line = y; line < y + height; line++) {
              const cell = `${column},${line}`;
              expect(taken.has(cell), cell).to.equal(false);
              taken.add(cell);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is the same set of resources in a preview, and tells its address", async () => {
    const make = () =>
      new Dashboard("d", { dashboardName: "students-dev", title: "Students", monitoring: [part([graph("g")])] });
    const [update, preview] = await recordBoth(make);
    expect(preview.all.map((r) => r.urn)).to.deep.equal(update.all.map((r) => r.urn));
    expect(await valueOf(update.result.url)).to.equal(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/students-dev",
    );
  });

  it("refuses an illegal name and a metric that AWS never publishes", async () => {
    expect(
      (await errorOf(() => new Dashboard("d", { dashboardName: "a b", title: "", monitoring: [] }))).message,
    ).to.contain('dashboardName is "a b"');
    const dead = graph("Dead", [{ ...errors, dimensions: { Function: "add" } }]);
    expect(
      (await errorOf(() => new Dashboard("d", { dashboardName: "d", title: "", monitoring: [part([dead])] }))).message,
    ).to.match(/never published by Function/);
  });
});
