import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { dashboardArguments } from "../../../tools/dashboard/arguments";
import { dashboardsOf, type Widget } from "../../../tools/dashboard/dashboard-definition";
import { drawAlarms } from "../../../tools/dashboard/draw-alarms";
import { drawGraph } from "../../../tools/dashboard/draw-graph";
import { drawPage } from "../../../tools/dashboard/draw-page";
import { drawText } from "../../../tools/dashboard/draw-text";
import { noFigures } from "../../../tools/dashboard/metric-data";
import { CloudWatchMetrics } from "../../../tools/dashboard/sandbox-metrics";
import { parsePlan } from "../../../tools/plan/golden";
import { useAwsMock } from "../../functions/support/aws-mock";

const size = { width: 472, height: 280 };
const graph = (properties: Widget["properties"]): Widget => ({
  type: "metric",
  x: 0,
  y: 0,
  width: 8,
  height: 6,
  properties: { title: "Errors", ...properties },
});
/** Where each text of a class lies, from top to bottom. */
const heights = (svg: string, className: string) =>
  [...svg.matchAll(new RegExp(`<text x="[\\d.]+" y="([\\d.]+)" text-anchor="\\w+" class="${className}"`, "g"))]
    .map(([, y]) => Number(y))
    .sort((a, b) => a - b);

describe("the pictures of dashboards", () => {
  it("show every widget of every committed dashboard, and break on none", async () => {
    const file = path.resolve(__dirname, "../../golden/dev.json");
    const dashboards = dashboardsOf(parsePlan(fs.readFileSync(file, "utf8"), file));
    expect(dashboards.map(({ name }) => name)).to.include("dev-students");
    for (const dashboard of dashboards) {
      const page = await drawPage(dashboard, noFigures);
      expect(page.match(/<svg /g) ?? []).to.have.length(
        dashboard.widgets.filter(({ type }) => type === "metric").length,
        dashboard.name,
      );
      expect(page).not.to.match(/NaN|undefined|Infinity/);
    }
  });

  it("keep the labels of close thresholds apart, and within the picture", () => {
    for (const value of [0, 5, 100]) {
      const horizontal = ["a", "b", "c"].map((label) => ({ label, value }));
      const svg = drawGraph(
        graph({ annotations: { horizontal: [...horizontal, { label: "d", value: 100 }] } }),
        [],
        size,
      );
      const at = heights(svg, "label");
      expect(at).to.have.length(4);
      at.slice(1).forEach((y, index) => expect(y - at[index]!).to.be.at.least(11.9));
      expect(at[0]).to.be.above(30);
      expect(at[3]).to.be.below(size.height - 20);
    }
  });

  it("draw runs of datapoints as lines and leave gaps where there are none", () => {
    const svg = drawGraph(graph({}), [{ label: "errors", values: [1, 2, undefined, 4, 5, undefined, 3] }], size);
    expect(svg.match(/<polyline/g)).to.have.length(2);
    expect(svg.match(/<circle/g)).to.have.length(1);
    expect(svg).not.to.contain("no data");
    expect(drawGraph(graph({}), [{ label: "errors", values: [undefined] }], size)).to.contain("no data");
  });

  it("draw thresholds within the graph, whatever the figures are", () => {
    const svg = drawGraph(
      graph({ annotations: { horizontal: [{ label: "high", value: 900 }] } }),
      [{ label: "errors", values: [1, 2] }],
      size,
    );
    const y = Number(/y1="([\d.]+)" y2="[\d.]+" stroke/.exec(svg)![1]);
    expect(y).to.be.within(34, 240);
    expect(svg).to.contain("high 900");
  });

  it("show a number's last value, and long names cut with the whole in the tooltip", () => {
    expect(drawGraph(graph({ view: "singleValue" }), [{ label: "students", values: [3, 12_500] }], size)).to.contain(
      ">12.5k<",
    );
    const long = "x".repeat(100);
    const svg = drawGraph(graph({ title: long }), [], size);
    expect(svg).to.contain(`<title>${long}</title>`).and.to.contain("x…");
  });

  it("let no name become markup", () => {
    const evil = '<script>alert("1")</script>';
    const drawn = [
      drawGraph(graph({ title: evil }), [{ label: evil, values: [1] }], size),
      drawText(`# ${evil}\n[a](javascript:alert(1))`),
      drawAlarms({ ...graph({}), type: "alarm", properties: { title: evil, alarms: [evil] } }, new Map()),
    ].join("");
    expect(drawn).not.to.match(/<script|href="javascript/);
  });

  it("show alarms that are on first", () => {
    const alarm = (name: string) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}`;
    const widget: Widget = { ...graph({}), type: "alarm", properties: { alarms: [alarm("well"), alarm("broken")] } };
    const drawn = drawAlarms(
      widget,
      new Map([
        [alarm("broken"), "ALARM"],
        [alarm("well"), "OK"],
      ]),
    );
    expect(drawn.indexOf("broken")).to.be.below(drawn.indexOf("well"));
    expect(drawn).to.contain('class="ALARM"').and.contain('title="broken: in alarm"');
  });

  it("show of the names of alarms what tells them apart, and the whole in the tooltip", () => {
    const names = ["dev-students-add-student-errors", "dev-students-api-latency", "dev-students-table"];
    const alarms = names.map((name) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}`);
    const shown = (some: string[]) =>
      [
        ...drawAlarms({ ...graph({}), type: "alarm", properties: { alarms: some } }, new Map()).matchAll(
          />([^<>]+)<\/li>/g,
        ),
      ].map(([, name]) => name);
    expect(shown(alarms)).to.deep.equal(["add-student-errors", "api-latency", "table"]);
    expect(shown([...alarms, "arn:aws:cloudwatch:us-east-1:1:alarm:other"])).to.include("dev-students-table");
    expect(shown(alarms.slice(0, 1))).to.deep.equal(names.slice(0, 1));
  });

  it("turn headings and links of text widgets into markup", () => {
    expect(drawText("# Students\n[Traces](https://a.test/#x) · more")).to.equal(
      '<h1>Students</h1><p><a href="https://a.test/#x">Traces</a> · more</p>',
    );
  });

  it("refuse wrong arguments, naming what to write", () => {
    expect(() => dashboardArguments([])).to.throw("name one stack");
    expect(() => dashboardArguments(["a", "b"])).to.throw("name one stack");
    expect(() => dashboardArguments(["../x"])).to.throw("not the name of a stack");
    expect(dashboardArguments(["dev", "--png"])).to.deep.equal({
      stack: "dev",
      out: "dist/dashboards/dev",
      png: true,
      help: false,
    });
  });

  describe("with figures of a CloudWatch", () => {
    const cloudwatch = useAwsMock(CloudWatchClient);

    it("put datapoints into their places and compute formulas themselves", async () => {
      cloudwatch()
        .on(GetMetricDataCommand)
        .callsFake(({ EndTime }: { EndTime: Date }) => ({
          MetricDataResults: [
            { Id: "m0", Timestamps: [new Date(EndTime.getTime() - 60_000)], Values: [5] },
            { Id: "m1", Timestamps: [new Date(EndTime.getTime() - 60_000)], Values: [10] },
          ],
        }));
      const row = (id: string, name: string) => [
        "AWS/Lambda",
        name,
        "FunctionName",
        "f",
        { id, stat: "Sum", visible: false },
      ];
      const widget = graph({
        period: 300,
        metrics: [
          [{ id: "e0", expression: "100 * bad / all", label: "rate" }],
          row("bad", "Errors"),
          row("all", "Invocations"),
        ],
      });
      const [line, ...more] = await new CloudWatchMetrics(new CloudWatchClient({ region: "us-east-1" })).lines(widget);
      expect(more).to.deep.equal([]);
      expect(line!.label).to.equal("rate");
      expect(line!.values).to.have.length(36);
      expect(line!.values.at(-1)).to.equal(50);
      expect(line!.values.filter((value) => value !== undefined)).to.have.length(1);
    });

    it("ask for the states of both kinds of alarms", async () => {
      cloudwatch()
        .on(DescribeAlarmsCommand)
        .resolves({
          MetricAlarms: [{ AlarmArn: "arn:1", StateValue: "OK" }],
          CompositeAlarms: [{ AlarmArn: "arn:2", StateValue: "ALARM" }],
        });
      const states = await new CloudWatchMetrics(new CloudWatchClient({ region: "us-east-1" })).states([
        "arn:1",
        "arn:2",
      ]);
      expect([...states]).to.deep.equal([
        ["arn:1", "OK"],
        ["arn:2", "ALARM"],
      ]);
    });
  });
});
