import type { Figures } from "../figures/figures";
import { backlogs } from "./backlogs";
import type { Bottleneck, BottleneckKind } from "./bottleneck";
import { emulators } from "./emulators";
import { functionErrors, functionTime } from "./functions";
import { heldBackByGateway } from "./gateway";
import { failures, generator, slowerAnswers } from "./slowness";
import { functionConcurrency, stateMachineThrottling, streamThroughput, tableThroughput } from "./throttling";
import { thirdParty } from "./third-party";

/** What a kind is the cause of, where both are seen: the consequence is then not a bottleneck of its own. */
const consequences: Partial<Record<BottleneckKind, readonly BottleneckKind[]>> = {
  "rate limit of the API": ["failures, unexplained"],
  "quota of the API": ["failures, unexplained"],
  "throughput of a table": [
    "errors of a function",
    "a function's own time",
    "a queue's consumer",
    "a stream's consumer",
    "executions of a state machine",
    "slower answers, unexplained",
    "failures, unexplained",
  ],
  "concurrency of a function": [
    "a queue's consumer",
    "a stream's consumer",
    "executions of a state machine",
    "errors of a function",
    "slower answers, unexplained",
    "failures, unexplained",
  ],
  "throughput of a stream": ["failures, unexplained", "errors of a function"],
  "throttling of a state machine": ["failures, unexplained", "executions of a state machine"],
  "third party's service": ["errors of a function", "a function's own time", "concurrency of a function"],
  "errors of a function": ["failures, unexplained", "a queue's consumer", "a stream's consumer"],
  "a function's own time": ["slower answers, unexplained", "the load generator", "failures, unexplained"],
  "the emulator": [
    "a function's own time",
    "a queue's consumer",
    "a stream's consumer",
    "executions of a state machine",
    "the load generator",
    "slower answers, unexplained",
    "failures, unexplained",
  ],
  "slower answers, unexplained": ["the load generator", "failures, unexplained"],
};

/**
 * What gave way, by what was measured: the first of them first. A consequence of another is left out; where nothing gave
 * way the list is empty.
 */
export function bottlenecks(figures: Figures): Bottleneck[] {
  const seen = detectors.flatMap((detect) => detect(figures));
  return seen
    .filter(({ kind }) => !seen.some((other) => consequences[other.kind]?.includes(kind)))
    .sort((a, b) => a.since - b.since);
}

const detectors: readonly ((figures: Figures) => Bottleneck[])[] = [
  heldBackByGateway,
  functionConcurrency,
  tableThroughput,
  streamThroughput,
  stateMachineThrottling,
  thirdParty,
  functionErrors,
  functionTime,
  backlogs,
  emulators,
  generator,
  slowerAnswers,
  failures,
];
