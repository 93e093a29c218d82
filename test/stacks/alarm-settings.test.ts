import { expect } from "chai";
import type { Monitoring } from "../../components/observability/monitoring";
import { joinedAlarmSettings } from "../../stacks/config/alarm-settings";
import { adjustedMonitoring } from "../../stacks/workload/adjusted-monitoring";
import { load, platformYaml, problemsOf } from "./config/fixture";

const alarm = (name: string): Monitoring["alarms"][number] => ({
  name,
  severity: "critical",
  metric: { namespace: "AWS/SQS", name: "ApproximateAgeOfOldestMessage", dimensions: {}, statistic: "Maximum" },
  comparison: "GreaterThanThreshold",
  threshold: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
  description: "Too old.",
  reason: "A test.",
});
const part = (component: string): Monitoring => ({
  title: component,
  component,
  alarms: [alarm("age"), alarm("depth")],
  widgets: [],
});
const monitoring = [part("queue"), part("store")];
const names = (parts: Monitoring[]) =>
  parts.flatMap(({ component, alarms }) => alarms.map(({ name }) => `${component}-${name}`));

describe("settings of alarms", () => {
  it("leave what they do not name as it is", () => {
    expect(adjustedMonitoring("intake", monitoring, { students: false })).to.deep.equal(monitoring);
  });

  it("switch off a system, a component or one alarm", () => {
    expect(names(adjustedMonitoring("intake", monitoring, { intake: false }))).to.deep.equal([]);
    expect(names(adjustedMonitoring("intake", monitoring, { intake: { queue: false } }))).to.deep.equal([
      "store-age",
      "store-depth",
    ]);
    const one = { intake: { queue: { depth: false } } } as const;
    expect(names(adjustedMonitoring("intake", monitoring, one))).to.deep.equal([
      "queue-age",
      "store-age",
      "store-depth",
    ]);
  });

  it("adjust one alarm, and say so in its reason", () => {
    const settings = { intake: { queue: { age: { threshold: 300, severity: "warning" as const } } } };
    const [queue, store] = adjustedMonitoring("intake", monitoring, settings);
    expect(queue!.alarms[0]).to.deep.equal({
      ...alarm("age"),
      threshold: 300,
      severity: "warning",
      reason: "Adjusted by configuration. A test.",
    });
    expect(store).to.deep.equal(monitoring[1]);
  });

  it("refuse a component and an alarm that there is not", () => {
    const wrong = (settings: object) => () => adjustedMonitoring("intake", monitoring, settings as never);
    expect(wrong({ intake: { queu: false } })).to.throw(/alarmSettings\.intake\.queu.*did you mean queue\?/s);
    expect(wrong({ intake: { queue: { agee: false } } })).to.throw(
      /alarmSettings\.intake\.queue\.agee.*did you mean age\?/s,
    );
  });

  it("go from the platform to the environment, value by value", () => {
    expect(
      joinedAlarmSettings(
        { intake: { queue: { age: { threshold: 300 }, depth: false } }, web: false },
        { intake: { queue: { age: { severity: "warning" } } }, web: { pages: false } },
      ),
    ).to.deep.equal({
      intake: { queue: { age: { threshold: 300, severity: "warning" }, depth: false } },
      web: { pages: false },
    });
  });

  it("are read from both files, with a system that there is not as a problem", () => {
    const yaml = `${platformYaml}\nalarmSettings: { students: { add-student: { errors: { threshold: 9 } } } }\n`;
    const values = { "platform:alarmSettings": JSON.stringify({ students: { "add-student": { duration: false } } }) };
    expect(load(values, yaml).environment.alarmSettings).to.deep.equal({
      students: { "add-student": { errors: { threshold: 9 }, duration: false } },
    });
    const [problem] = problemsOf({ "platform:alarmSettings": JSON.stringify({ student: false }) });
    expect(problem).to.include({ path: "platform:alarmSettings.student" });
    expect(problem!.fix).to.contain("did you mean students?");
  });
});
