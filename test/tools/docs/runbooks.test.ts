import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { optionRuns } from "../../../tools/deploy-policy/option-plans";
import { alarmsOf } from "../../../tools/docs/alarms";
import { instructions } from "../../../tools/docs/instructions";
import { filledIn, runbooks } from "../../../tools/docs/runbooks";
import { parsePlan, readGolden } from "../../../tools/plan/golden";
import type { Plan, PlanResource } from "../../../tools/plan/plan";
import { anchorsOf } from "./support/links";

const root = path.resolve(__dirname, "../../..");
const dev = readGolden(root, "dev")!;
const plans = readdirSync(path.join(root, "test/golden")).map((name) =>
  parsePlan(readFileSync(path.join(root, "test/golden", name), "utf8"), name),
);
const page = readFileSync(path.join(root, "docs/runbooks.md"), "utf8");

/** A plan with one alarm of the system `students`. */
function planOf(name: string, inputs: NonNullable<PlanResource["inputs"]>): Plan {
  const address = `platform:observability:Alarms$aws:cloudwatch/metricAlarm:MetricAlarm::students-alarms-${name}`;
  const action = "arn:aws:sns:us-east-1:111122223333:dev-alarms-warning";
  return {
    stack: "dev",
    resources: { [address]: { inputs: { alarmDescription: "It is.", alarmActions: [action], ...inputs } } },
  };
}

describe("runbooks", () => {
  it("have a section for every alarm of every committed plan", () => {
    const anchors = anchorsOf(page);
    for (const name of readdirSync(path.join(root, "test/golden"))) {
      const plan = parsePlan(readFileSync(path.join(root, "test/golden", name), "utf8"), name);
      const keys = alarmsOf(plan).map(({ key }) => key);
      // The management stack has only what tells by itself: budgets, and anomalies of the costs.
      if (name !== "management.json") expect(keys, name).to.not.be.empty;
      expect(
        keys.filter((key) => !anchors.includes(key)),
        name,
      ).to.deep.equal([]);
    }
  });

  it("stand where the alarms say", () => {
    const anchors = new Set(anchorsOf(page));
    const named = Object.values(dev.resources)
      .map(({ inputs }) => / Runbook: (\S+)#(\S+)/.exec(String(inputs?.["alarmDescription"] ?? "")))
      .filter((match) => match !== null);
    expect(named.length).to.be.above(50);
    for (const [, file, anchor] of named) {
      expect(file).to.equal("docs/runbooks.md");
      expect(anchors, anchor).to.include(anchor);
    }
  });

  it("give each alarm steps with every name filled in", () => {
    for (const alarm of alarmsOf(dev)) {
      const { steps, commands = [] } = filledIn(alarm);
      expect(steps, alarm.key).to.not.be.empty;
      for (const text of [...steps, ...commands]) expect(text, alarm.key).to.not.match(/\{(name|stage|system)\}/);
    }
  });

  it("know the function, and look up a queue whose name AWS ends", () => {
    const alarms = alarmsOf(dev);
    const commandsOf = (key: string) => filledIn(alarms.find((alarm) => alarm.key === key)!).commands!.join("\n");
    expect(commandsOf("announce-errors")).to.contain("/aws/lambda/streamfunction ");
    expect(commandsOf("intake-dead-letters")).to.contain("--queue-name-prefix intake-dead-letters ");
    expect(commandsOf("students-api-server-errors")).to.contain("/aws/apigateway/students/Dev/access ");
  });

  it("have no instructions that no alarm needs, and some for every option's", async function () {
    // The program runs with every option, with others at work on the machine.
    this.timeout(240_000);
    const options = (await optionRuns()).map(({ plan }) => plan);
    const page = runbooks(options);
    for (const key of ["etl-redshift-usage", "trends-quicksight-not-refreshed"]) expect(page).to.contain(`### ${key}`);
    const used = [...plans, ...options].flatMap(alarmsOf).map(({ namespace, key }) => `${namespace} ${key}`);
    for (const kind of Object.keys(instructions)) {
      const [namespace, end] = [kind.slice(0, kind.indexOf(" ")), kind.slice(kind.indexOf(" ") + 1)];
      expect(
        used.some((each) => each.startsWith(`${namespace} `) && each.endsWith(`-${end}`)),
        kind,
      ).to.equal(true);
    }
  });

  it("tell critical alarms from warnings", () => {
    const severity = Object.fromEntries(alarmsOf(dev).map(({ key, severity }) => [key, severity]));
    expect(severity["announce-errors"]).to.equal("critical");
    expect(severity["announce-duration"]).to.equal("warning");
    expect(severity["students-unhealthy"]).to.equal("critical");
  });

  it("are refused for an alarm of a kind that nobody wrote about", () => {
    const plan = planOf("add-student-boredom", {
      namespace: "AWS/Lambda",
      metricName: "Yawns",
      dimensions: { FunctionName: "add" },
    });
    expect(() => runbooks([plan])).to.throw("says nothing about AWS/Lambda alarms like add-student-boredom");
  });

  it("are refused where an alarm does not say what its instructions need", () => {
    const plan = planOf("add-student-errors", { namespace: "AWS/Lambda", metricName: "Errors", dimensions: {} });
    expect(() => runbooks([plan])).to.throw("add-student-errors: the alarm gives no {name}");
  });

  it("are for systems, not for the regions that these are in", () => {
    const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    const inputs = { alarmDescription: "It is.", metricName: "Errors", namespace: "AWS/Lambda" };
    const names = ["eu-central-1", "us-gov-west-1", "us-east-1"].map(
      (each) => `baseline-${each}-alarms-limits-${each}-a`,
    );
    const resources = Object.fromEntries(names.map((name) => [`${alarm}::${name}`, { inputs }]));
    for (const { system, key } of alarmsOf({ stack: "dev", resources })) {
      expect(system).to.equal("baseline");
      expect(key).to.match(/^limits-(eu-central|us-gov-west|us-east)-1-a$/);
    }
  });

  it("take the instructions with the longest name that fits", () => {
    const plan = planOf("web-server-errors", {
      namespace: "AWS/CloudFront",
      metricName: "5xxErrorRate",
      dimensions: { DistributionId: "d" },
    });
    expect(runbooks([plan])).to.contain("CloudFront cannot read the files.");
  });
});
