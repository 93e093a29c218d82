import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { parsePlan } from "../../../tools/plan/golden";
import { typeAt } from "../../../tools/plan/plan";
import { WatchedAlarm, type AlarmInputs } from "../../../tools/alarms/watched-alarm";
import { witness, type Witness } from "../../../tools/alarms/witness";

const folder = path.resolve(__dirname, "../../golden");

/** Every alarm of a stack's committed plan. */
function alarmsOf(file: string): WatchedAlarm[] {
  const { resources } = parsePlan(fs.readFileSync(path.join(folder, file), "utf8"), file);
  return Object.entries(resources)
    .filter(([path]) => typeAt(path) === "aws:cloudwatch/metricAlarm:MetricAlarm")
    .map(([, { inputs }]) => new WatchedAlarm(inputs as unknown as AlarmInputs));
}

describe("every alarm of every stack, as CloudWatch evaluates it", () => {
  for (const file of fs.readdirSync(folder)) {
    const alarms = alarmsOf(file);
    if (alarms.length === 0) continue;
    // The search is the same for each test.
    const witnesses = new Map<WatchedAlarm, Witness>();
    before(() => alarms.forEach((alarm) => witnesses.set(alarm, witness(alarm))));

    it(`of ${file}: fires for some series, and stays quiet for another that has data`, () => {
      for (const alarm of alarms) {
        const { firing, quiet } = witnesses.get(alarm)!;
        expect(firing, `${alarm.inputs.name} can never fire`).not.to.equal(undefined);
        expect(quiet, `${alarm.inputs.name} is always on`).not.to.equal(undefined);
      }
    });

    it(`of ${file}: fires after M breaching periods, and not after one less`, () => {
      for (const alarm of alarms) {
        const { firing, quiet } = witnesses.get(alarm)!;
        const { evaluationPeriods: n, datapointsToAlarm: m = n, name } = alarm.inputs;
        const series = (breaching: number) =>
          Object.fromEntries(
            alarm.metrics.map((id) => [
              id,
              Array.from({ length: n }, (_, index) => (index < n - breaching ? quiet! : firing!)[id]?.[0]),
            ]),
          );
        expect(alarm.states(series(m)).at(-1), `${name}, ${m} of ${n}`).to.equal("ALARM");
        expect(alarm.states(series(m - 1)).at(-1), `${name}, ${m - 1} of ${n}`).to.equal("OK");
      }
    });

    it(`of ${file}: says OK again when the trouble is over`, () => {
      for (const alarm of alarms) {
        const { firing, quiet } = witnesses.get(alarm)!;
        const { evaluationPeriods: n, name } = alarm.inputs;
        const series = Object.fromEntries(
          alarm.metrics.map((id) => [id, [...(firing![id] ?? new Array(n)), ...(quiet![id] ?? new Array(n))]]),
        );
        const states = alarm.states(series as Record<string, number[]>);
        expect([states[n - 1], states.at(-1)], name).to.deep.equal(["ALARM", "OK"]);
      }
    });

    it(`of ${file}: fires by silence where it says so, and only there`, () => {
      for (const alarm of alarms) {
        const { evaluationPeriods: n, treatMissingData, name } = alarm.inputs;
        const silent = Object.fromEntries(alarm.metrics.map((id) => [id, new Array<undefined>(n).fill(undefined)]));
        const filled = alarm.values(silent).some((value) => value !== undefined);
        if (filled) continue;
        const last = alarm.states(silent).at(-1);
        expect(last === "ALARM", name).to.equal(treatMissingData === "breaching");
      }
    });

    it(`of ${file}: a rate alarm needs more than one bad event`, () => {
      for (const alarm of alarms) {
        const formula = alarm.inputs.metricQueries?.find(({ expression }) => expression?.includes("100 *"));
        if (!formula) continue;
        const { evaluationPeriods: n, name } = alarm.inputs;
        const one = Object.fromEntries(alarm.metrics.map((id) => [id, new Array<number>(n).fill(1)]));
        expect(alarm.states(one), name).not.to.include("ALARM");
      }
    });
  }
});
