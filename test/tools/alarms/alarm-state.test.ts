import { expect } from "chai";
import { alarmState, type AlarmRule, type AlarmState } from "../../../tools/alarms/alarm-state";

const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;

/** "0 - X": within the threshold, missing, beyond it; oldest first. */
function points(text: string): (number | undefined)[] {
  return text.split(" ").map((point) => (point === "-" ? undefined : point === "X" ? 1 : 0));
}

function rule(m: number, n: number, treatMissingData: AlarmRule["treatMissingData"]): AlarmRule {
  return { breaches: (value) => value > 0, evaluationPeriods: n, datapointsToAlarm: m, treatMissingData };
}

// The expected states are those of the tables in
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
// "same" is "retain current state".
type Row = [string, AlarmState | "same", AlarmState | "same", AlarmState | "same", AlarmState | "same"];

const threeOfThree: Row[] = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["0 - - - -", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", "same", "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - X - -", "ALARM", "same", "ALARM", "OK"],
];
const twoOfThree: Row[] = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - X -", "ALARM", "same", "ALARM", "OK"],
];

describe("the state of an alarm by CloudWatch's tables", () => {
  for (const [m, rows] of [
    [3, threeOfThree],
    [2, twoOfThree],
  ] as const) {
    for (const [text, ...states] of rows) {
      treatments.forEach((treatment, index) => {
        const expected = states[index]!;
        it(`${m} of 3, ${text}, missing data ${treatment}: ${expected}`, () => {
          for (const current of ["OK", "ALARM", "INSUFFICIENT_DATA"] as const) {
            const state = alarmState(rule(m, 3, treatment), points(text), current);
            expect(state).to.equal(expected === "same" ? current : expected);
          }
        });
      });
    }
  }

  it("does not fire before the oldest breaching datapoint is as old as M", () => {
    expect(alarmState(rule(3, 3, "missing"), points("- - - - X"), "OK")).to.equal("OK");
    expect(alarmState(rule(3, 3, "missing"), points("- - - X -"), "OK")).to.equal("OK");
  });
});
