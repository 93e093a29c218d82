import { expect } from "chai";
import { Alarms } from "../../../components/observability/alarms";
import type { AlarmDescription, Metric, Monitoring } from "../../../components/observability/monitoring";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";

const TOPICS = {
  critical: "arn:aws:sns:eu-west-1:111122223333:critical",
  warning: "arn:aws:sns:eu-west-1:111122223333:warning",
};

const errors: AlarmDescription = {
  name: "errors",
  severity: "critical",
  metric: {
    namespace: "AWS/Lambda",
    name: "Errors",
    dimensions: { FunctionName: "addStudentDetails" },
    statistic: "Sum",
  },
  comparison: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 5,
  datapointsToAlarm: 2,
  treatMissingData: "notBreaching",
  description: "The function fails.",
  reason: "Any error loses a request.",
};

const of = (...alarms: AlarmDescription[]): Monitoring[] => [
  { title: "Function add", component: "add", alarms, widgets: [] },
];
const make = (monitoring: Monitoring[]) => () =>
  new Alarms("students", {
    monitoring,
    topics: TOPICS,
    system: "students",
    runbookBase: "https://runbooks.test/students",
    dashboardUrl: "https://dashboards.test/students",
  });

describe("Alarms", () => {
  it("makes each alarm with its M of N, its actions for alarm and OK, and its runbook", async () => {
    const recorded = await record(make(of(errors)));
    expect(recorded.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs).to.deep.equal({
      name: "students-add-errors",
      alarmDescription:
        "Function add: The function fails. Any error loses a request. Runbook: https://runbooks.test/students#add-errors Told by: students-unhealthy",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      treatMissingData: "notBreaching",
      actionsEnabled: true,
      alarmActions: [TOPICS.critical],
      okActions: [TOPICS.critical],
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "addStudentDetails" },
      period: 60,
      statistic: "Sum",
    });
  });

  const band: AlarmDescription = {
    ...errors,
    name: "traffic",
    comparison: "LessThanLowerOrGreaterThanUpperThreshold",
    threshold: 4,
    metric: { ...(errors.metric as Metric), name: "Invocations", periodSeconds: 300 },
  };

  it("compares with what CloudWatch learns of a metric, where it says so", async () => {
    const { inputs } = (await record(make(of(band)))).one("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(inputs).to.not.have.any.keys("threshold", "metricName", "statistic");
    expect(inputs).to.deep.include({
      comparisonOperator: "LessThanLowerOrGreaterThanUpperThreshold",
      thresholdMetricId: "band",
      treatMissingData: "notBreaching",
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      metricQueries: [
        { id: "band", expression: "ANOMALY_DETECTION_BAND(value, 4)", label: "Expected", returnData: true },
        {
          id: "value",
          returnData: true,
          metric: {
            namespace: "AWS/Lambda",
            metricName: "Invocations",
            dimensions: { FunctionName: "addStudentDetails" },
            period: 300,
            stat: "Sum",
          },
        },
      ],
    });
  });

  it("refuses a band of no width, of a formula, and of a metric that never comes", async () => {
    const message = async (more: Partial<AlarmDescription>) => (await errorOf(make(of({ ...band, ...more })))).message;
    expect(await message({ threshold: 0 })).to.contain("use more than 0 standard deviations");
    const formula = { expression: "a", metrics: { a: band.metric as Metric }, label: "A" };
    expect(await message({ metric: formula })).to.contain("learn a band from a metric, not a formula");
    expect(await message({ metric: { ...(band.metric as Metric), name: "Calls" } })).to.contain("has no metric Calls");
  });

  it("sends each severity to its own topic", async () => {
    const recorded = await record(make(of(errors, { ...errors, name: "slow", severity: "warning" })));
    const actions = recorded
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .map((alarm) => alarm.inputs["alarmActions"]);
    expect(actions).to.deep.equal([[TOPICS.critical], [TOPICS.warning]]);
  });

  it("writes a formula as metric queries of which only the result counts", async () => {
    const rate = {
      expression: "IF(invocations >= 20, 100 * errors / invocations, 0)",
      label: "Error rate",
      periodSeconds: 300,
      metrics: {
        errors: { ...errors.metric } as never,
        invocations: { ...errors.metric, name: "Invocations" } as never,
      },
    };
    const recorded = await record(make(of({ ...errors, metric: rate })));
    const { inputs } = recorded.one("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(inputs).to.not.have.property("metricName");
    const queries = inputs["metricQueries"] as { id: string; returnData: boolean; metric?: { period: number } }[];
    expect(queries.map(({ id, returnData }) => [id, returnData])).to.deep.equal([
      ["result", true],
      ["errors", false],
      ["invocations", false],
    ]);
    expect(queries[1]!.metric!.period).to.equal(300);
  });

  it("asks for a percentile as an extended statistic", async () => {
    const metric = {
      namespace: "AWS/Lambda",
      name: "Duration",
      dimensions: { FunctionName: "f" },
      statistic: "p99" as const,
    };
    const recorded = await record(make(of({ ...errors, metric })));
    const { inputs } = recorded.one("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(inputs).to.include({ extendedStatistic: "p99" }).and.not.have.property("statistic");
  });

  it("says in one composite alarm for each severity how the system is", async () => {
    const [update, preview] = await recordBoth(make(of(errors, { ...errors, name: "slow", severity: "warning" })));
    const inputs = update.ofType("aws:cloudwatch/compositeAlarm:CompositeAlarm").map((alarm) => alarm.inputs);
    const actions = (topic: string) => ({ actionsEnabled: true, alarmActions: [topic], okActions: [topic] });
    expect(inputs).to.deep.equal([
      {
        alarmName: "students-unhealthy",
        alarmDescription:
          "students is unhealthy: at least one of its critical alarms is on. Dashboard: https://dashboards.test/students Runbook: https://runbooks.test/students#students-unhealthy",
        alarmRule: 'ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:students-add-errors")',
        ...actions(TOPICS.critical),
      },
      {
        alarmName: "students-degraded",
        alarmDescription:
          "students is degraded: at least one of its warnings is on. Dashboard: https://dashboards.test/students Runbook: https://runbooks.test/students#students-degraded",
        alarmRule: 'ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:students-add-slow")',
        ...actions(TOPICS.warning),
      },
    ]);
    expect(preview.all.map((r) => r.urn)).to.deep.equal(update.all.map((r) => r.urn));
  });

  it("makes no composite of a severity that no alarm has", async () => {
    const recorded = await record(make(of({ ...errors, severity: "warning" })));
    const made = recorded.ofType("aws:cloudwatch/compositeAlarm:CompositeAlarm");
    expect(made.map(({ inputs }) => inputs["alarmName"])).to.deep.equal(["students-degraded"]);
  });

  it("names no teller where each alarm sends its own mail", async () => {
    const args = { monitoring: of(errors), topics: TOPICS, system: "students", mailPerSystem: false };
    const recorded = await record(() => new Alarms("students", args));
    const { inputs } = recorded.one("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(inputs["alarmDescription"]).not.to.contain("Told by");
  });

  it("cuts a long reason, never the links behind it", async () => {
    const recorded = await record(make(of({ ...errors, reason: "x".repeat(2000) })));
    const description = String(recorded.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs["alarmDescription"]);
    expect(description).to.have.length(1024);
    expect(description).to.match(/ Runbook: \S+#add-errors Told by: students-unhealthy$/);
  });

  it("refuses more alarms than a composite alarm can watch", async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...errors, name: `errors-${index}` }));
    expect((await errorOf(make(of(...many)))).message).to.match(/monitoring.*101.*divide the system/s);
  });

  it("gives the ARNs for a dashboard", async () => {
    const { result } = await record(make(of(errors)));
    expect(await Promise.all(result.arns.map((arn) => valueOf(arn)))).to.deep.equal([
      "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:students-add-errors",
    ]);
  });

  const refused: [string, AlarmDescription[], RegExp][] = [
    [
      "a metric that the service does not have",
      [{ ...errors, metric: { ...errors.metric, name: "Error" } as never }],
      /AWS\/Lambda has no metric Error/,
    ],
    [
      "dimensions that the metric never comes with",
      [
        {
          ...errors,
          metric: { namespace: "AWS/DynamoDB", name: "SystemErrors", dimensions: { TableName: "t" }, statistic: "Sum" },
        },
      ],
      /SystemErrors is never published by TableName, only by Operation\+TableName/,
    ],
    [
      "an unknown metric inside a formula",
      [
        {
          ...errors,
          metric: {
            expression: "a",
            label: "a",
            metrics: { a: { namespace: "AWS/SQS", name: "Depth", dimensions: { QueueName: "q" }, statistic: "Sum" } },
          },
        },
      ],
      /AWS\/SQS has no metric Depth/,
    ],
    ["more datapoints than are looked at", [{ ...errors, datapointsToAlarm: 6 }], /datapointsToAlarm is 6; use 1 to 5/],
    ["no datapoint at all", [{ ...errors, datapointsToAlarm: 0 }], /datapointsToAlarm is 0/],
    [
      "a period that is no multiple of a minute",
      [{ ...errors, metric: { ...errors.metric, periodSeconds: 90 } }],
      /periodSeconds is 90/,
    ],
    [
      "more than a week",
      [{ ...errors, metric: { ...errors.metric, periodSeconds: 86400 }, evaluationPeriods: 8 }],
      /seven days/,
    ],
    ["one name twice", [errors, errors], /give each alarm of a component its own name/],
  ];
  for (const [what, alarms, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect((await errorOf(make(of(...alarms)))).message).to.match(message);
    });
  }
});
