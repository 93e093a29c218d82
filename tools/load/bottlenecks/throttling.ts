import { sum, type Figures } from "../figures/figures";
import type { Bottleneck } from "./bottleneck";
import { concurrency, reservation } from "./concurrency";

/** Functions at the limit of how many may run at once. */
export function functionConcurrency({ functions, calls, schedule }: Figures): Bottleneck[] {
  const said = calls.filter(({ heldBack }) => heldBack === "function");
  return functions.flatMap((each): Bottleneck[] => {
    const throttles = sum(each.throttles);
    if (throttles === 0) return [];
    const at = each.role === "answers" ? said[0]?.started : undefined;
    return [
      {
        kind: "concurrency of a function",
        part: each.name,
        since: at === undefined ? each.throttles[0]!.at : at / 1000,
        evidence: [
          `Lambda throttled ${throttles} of its invocations; ${each.invocations} ran`,
          reservation(each),
          ...concurrency(each, schedule.seconds),
        ],
      },
    ];
  });
}

const TABLE_ERRORS = /ProvisionedThroughputExceeded|ThrottlingException|RequestLimitExceeded|TableBusy/;

/** Tables that refused reads or writes, by their metrics, by functions' logs or by answers. */
export function tableThroughput({ tables, logged, calls }: Figures): Bottleneck[] {
  const found = tables.flatMap(({ name, throttles }): Bottleneck[] =>
    sum(throttles) === 0
      ? []
      : [
          {
            kind: "throughput of a table",
            part: name,
            since: throttles[0]!.at,
            evidence: [`DynamoDB throttled ${sum(throttles)} reads and writes`],
          },
        ],
  );
  const errors = logged.filter(({ error }) => TABLE_ERRORS.test(error));
  const answers = calls.filter(({ heldBack }) => heldBack === "table");
  if (errors.length + answers.length === 0) return found;
  const told = [
    ...(errors.length > 0 ? [`${errors.length} errors ${errors[0]!.error} in the log of ${errors[0]!.function}`] : []),
    ...(answers.length > 0 ? [`${answers.length} calls were answered "${answers[0]!.kind}"`] : []),
  ];
  const since = Math.min(errors[0]?.at ?? Infinity, (answers[0]?.started ?? Infinity) / 1000);
  const [first, ...more] = found;
  if (!first) {
    return [{ kind: "throughput of a table", part: tables[0]?.name ?? "a table", since, evidence: told }];
  }
  return [{ ...first, since, evidence: [...first.evidence, ...told] }, ...more];
}

/** Streams that refused records. */
export function streamThroughput({ streams, calls, logged }: Figures): Bottleneck[] {
  const refused = calls.filter(({ heldBack }) => heldBack === "stream");
  const errors = logged.filter(({ error }) => /RecordsRejected|NotAccepted/.test(error));
  return streams.flatMap(({ name, throttles }): Bottleneck[] => {
    if (sum(throttles) + refused.length + errors.length === 0) return [];
    return [
      {
        kind: "throughput of a stream",
        part: name,
        since: Math.min(
          refused[0] ? refused[0].started! / 1000 : Infinity,
          throttles[0]?.at ?? Infinity,
          errors[0]?.at ?? Infinity,
        ),
        evidence: [
          ...(refused.length > 0 ? [`${refused.length} of ${calls.length} calls ended with ${refused[0]!.kind}`] : []),
          ...(sum(throttles) > 0 ? [`Kinesis refused ${sum(throttles)} records`] : []),
          ...(errors.length > 0 ? [`${errors.length} errors ${errors[0]!.error} in the log`] : []),
        ],
      },
    ];
  });
}

/** State machines that were held back. */
export function stateMachineThrottling({ stateMachines, calls }: Figures): Bottleneck[] {
  const refused = calls.filter(({ heldBack }) => heldBack === "state machine");
  return stateMachines.flatMap(({ name, throttles }): Bottleneck[] => {
    if (sum(throttles) + refused.length === 0) return [];
    return [
      {
        kind: "throttling of a state machine",
        part: name,
        since: refused[0] ? refused[0].started! / 1000 : throttles[0]!.at,
        evidence: [
          ...(refused.length > 0 ? [`${refused.length} starts ended with ${refused[0]!.kind}`] : []),
          ...(sum(throttles) > 0 ? [`Step Functions throttled ${sum(throttles)} transitions or retries`] : []),
        ],
      },
    ];
  });
}
