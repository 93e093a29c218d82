/** What can give way first. */
export type BottleneckKind =
  | "rate limit of the API"
  | "quota of the API"
  | "concurrency of a function"
  | "throughput of a table"
  | "throughput of a stream"
  | "throttling of a state machine"
  | "third party's service"
  | "errors of a function"
  | "a function's own time"
  | "a queue's consumer"
  | "a stream's consumer"
  | "executions of a state machine"
  | "the emulator"
  | "the load generator"
  | "slower answers, unexplained"
  | "failures, unexplained";

/** Something that gave way, with what shows it. */
export interface Bottleneck {
  kind: BottleneckKind;
  /** The part, for example the function's name. */
  part: string;
  /** Seconds since the first call was due when it first showed. Figures by the minute show it at the minute's begin. */
  since: number;
  /** What was measured, a line each. */
  evidence: string[];
}
