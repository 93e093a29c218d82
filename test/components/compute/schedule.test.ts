import { expect } from "chai";
import { Schedule, type ScheduleArgs } from "../../../components/compute/schedule";
import { InputError } from "../../../components/input-error";
import { errorOf, record, recordBoth } from "../../support/record";
import { makeFunction, makeKey, makeQueue } from "./support";

const args = { description: "Exports the counts.", expression: "cron(5 * * * ? *)" };

function make(more: Partial<ScheduleArgs> = {}) {
  const key = makeKey();
  return new Schedule("hourly", {
    function: makeFunction("export", {}, key),
    deadLetterQueue: makeQueue("undeliverable", key),
    ...args,
    ...more,
  });
}

describe("Schedule", () => {
  it("invokes the function's alias, and keeps what could not be handed to it", async () => {
    for (const { one, ofType } of await recordBoth(() => make())) {
      expect(one("aws:cloudwatch/eventRule:EventRule", "hourly-rule").inputs).to.deep.equal({
        description: "Exports the counts.",
        scheduleExpression: "cron(5 * * * ? *)",
      });
      expect(ofType("aws:lambda/invocation:Invocation")).to.deep.equal([]);
    }
    const { one } = await record(() => make());
    expect(one("aws:cloudwatch/eventTarget:EventTarget", "hourly-target").inputs).to.deep.include({
      arn: "arn:aws:lambda:eu-west-1:111122223333:function:export:live",
      deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:111122223333:undeliverable" },
    });
    expect(one("aws:lambda/permission:Permission", "export-hourly").inputs).to.deep.include({
      principal: "events.amazonaws.com",
      sourceArn: "arn:aws:events:eu-west-1:111122223333:rule/hourly-rule-id",
      sourceAccount: "111122223333",
      qualifier: "live",
    });
  });

  it("runs once while it is deployed, where that is wanted", async () => {
    const { one, result } = await record(() => make({ immediately: true }));
    expect(one("aws:lambda/invocation:Invocation", "hourly-first").inputs).to.deep.equal({
      functionName: "export",
      qualifier: "live",
      input: "{}",
    });
    expect(result.firstRun).to.not.equal(undefined);
  });

  it("tells of runs that never were", async () => {
    const { result } = await record(() => make());
    expect(result.monitoring.alarms.map(({ name, severity, threshold }) => [name, severity, threshold])).to.deep.equal([
      ["not-invoked", "warning", 0],
    ]);
    expect(result.monitoring.alarms[0]!.metric).to.deep.include({ namespace: "AWS/Events", name: "FailedInvocations" });
  });

  for (const expression of ["rate(1 hour)", "rate(5 minutes)", "rate(1 day)", "cron(0 7 ? * MON *)"]) {
    it(`takes ${expression}`, async () => {
      await record(() => make({ expression }));
    });
  }

  for (const [field, value] of [
    ["expression", "every hour"],
    ["expression", "rate(1 hours)"],
    ["expression", "rate(2 hour)"],
    ["expression", "rate(0 hours)"],
    ["expression", "cron(5 * * * *)"],
    ["expression", "at(2026-11-21T11:00:00)"],
    ["description", ""],
    ["description", "x".repeat(513)],
  ] as const) {
    it(`refuses the ${field} ${value.slice(0, 30)}`, async () => {
      expect(await errorOf(() => make({ [field]: value })))
        .to.be.instanceOf(InputError)
        .and.include({ field });
    });
  }
});
