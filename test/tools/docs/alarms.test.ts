import { expect } from "chai";
import { alarmsOf } from "../../../tools/docs/alarms";
import type { Plan } from "../../../tools/plan/plan";

describe("the alarms of a plan", () => {
  const inputs = {
    metricName: "Errors",
    namespace: "AWS/Lambda",
    dimensions: {},
    alarmDescription: "",
    alarmActions: [],
  };
  const planOf = (...names: string[]) =>
    ({
      stack: "dev",
      resources: Object.fromEntries(
        names.map((name) => [`platform:stacks:System$aws:cloudwatch/metricAlarm:MetricAlarm::${name}`, { inputs }]),
      ),
    }) as unknown as Plan;

  const named: [string, string, string][] = [
    ["students-alarms-add-errors", "students", "add-errors"],
    ["web-us-east-1-alarms-site-errors", "web", "site-errors"],
    ["baseline-eu-central-1-alarms-degraded", "baseline", "degraded"],
    ["baseline-ap-southeast-2-alarms-degraded", "baseline", "degraded"],
    ["baseline-us-gov-west-1-alarms-degraded", "baseline", "degraded"],
    ["orders2-alarms-add-errors", "orders2", "add-errors"],
    ["students-release-alarms-errors", "release", "errors"],
  ];
  for (const [name, system, key] of named) {
    it(`are told apart by system: ${name}`, () => {
      const [alarm] = alarmsOf(planOf(name));
      expect(alarm).to.include({ system, key });
    });
  }

  it("name the plan where one has no such name", () => {
    expect(() => alarmsOf(planOf("errors"))).to.throw(
      "The committed plan of dev: The alarm errors is not named <system>-alarms-<component>-<alarm>.",
    );
  });
});
