import type { Call } from "../call";
import type { Schedule } from "../open-loop";
import type { FunctionRole } from "../targets/target";

/** A value at a time, in seconds since the first call was due. */
export interface Point {
  at: number;
  value: number;
}

/** What CloudWatch and Lambda say of a function during the run. */
export interface FunctionFigures {
  name: string;
  role: FunctionRole;
  /** Absent where nothing is reserved. */
  reservedConcurrency?: number;
  timeoutSeconds?: number;
  invocations: number;
  /** By the minute. */
  throttles: readonly Point[];
  errors: readonly Point[];
  /** Milliseconds. Absent where it was not invoked. */
  averageDuration?: number;
  longestDuration?: number;
  /** Executions at once, at most. Absent where CloudWatch does not say. */
  concurrent?: number;
}

/** What waits to be worked off. */
export interface Backlog {
  name: string;
  kind: "queue" | "stream" | "state machine";
  /** The function that works it off, where one does. */
  consumer?: string;
  /** Entries that wait or are under way. */
  waiting: readonly Point[];
  /** Age of the oldest entry in seconds, where CloudWatch says so. */
  oldest: readonly Point[];
}

/** An error in a function's log. */
export interface LoggedError {
  at: number;
  function: string;
  /** The error's name, else the message of the line. */
  error: string;
}

/** Everything that was measured, from which the bottleneck is found. */
export interface Figures {
  schedule: Schedule;
  calls: readonly Call[];
  functions: readonly FunctionFigures[];
  /** Reads and writes that DynamoDB refused. */
  tables: readonly { name: string; throttles: readonly Point[] }[];
  streams: readonly { name: string; throttles: readonly Point[] }[];
  stateMachines: readonly { name: string; throttles: readonly Point[] }[];
  backlogs: readonly Backlog[];
  /** API Gateway's averages, in milliseconds. */
  api?: { name: string; latency: number; integrationLatency: number };
  thirdParty?: { function: string; failures: readonly Point[] };
  logged: readonly LoggedError[];
  /** The sandbox's emulators: processors that each used, and how much of the whole machine was idle, 0 to 1. */
  emulators?: readonly { name: string; cores: readonly Point[] }[];
  machineIdle: readonly Point[];
  processors: number;
  /** Milliseconds by which the generator's own timers were late, at the 99th percentile. */
  generatorDelay: number;
  /** Figures that could not be had, and why. */
  missing: readonly string[];
}

/** The sum of some values. */
export function sum(points: readonly Point[]): number {
  return points.reduce((total, { value }) => total + value, 0);
}
