import type { Call } from "./call";
import type { Value } from "./value";

/** What happens to an error: the call is repeated, each time after a longer pause. */
export interface RetryRule {
  /** Names, for example `Lambda.TooManyRequestsException`. `States.ALL` alone, and in the last rule only. */
  errors: string[];
  /** Seconds before the first repetition, at least 1. Default 1. */
  intervalSeconds?: number;
  /** What each pause is multiplied with for the next, at least 1. Default 2. */
  backoffRate?: number;
  /** Repetitions, 0 for none. Default 5. */
  maxAttempts?: number;
  /** No pause is longer, 1 to 31,622,400 s. Default 30. */
  maxDelaySeconds?: number;
  /** `FULL` spreads the pauses, so that many executions do not come back at once. Default `FULL`. */
  jitter?: "FULL" | "NONE";
}

/** Where an error goes that was not retried, or too often. */
export interface CatchRule {
  /** Names. `States.ALL` alone, and in the last rule only. */
  errors: string[];
  /** State of the same scope. */
  next: string;
  /** What that state gets as input. Default `{ Error, Cause }` of the error, `{% $states.errorOutput %}`. */
  output?: Value;
  /** Variables to set, from `$states.errorOutput`. */
  assign?: Record<string, Value>;
}

/** What comes after a state: another one, or the end of its scope. */
export type Onward = { next: string; end?: undefined } | { next?: undefined; end: true };

interface Described {
  /** For people who read the definition. */
  comment?: string;
}

interface Transforming {
  /** What the next state gets. Default the state's result. */
  output?: Value;
  /** Variables to set, which all later states of the scope can read. */
  assign?: Record<string, Value>;
}

interface Enduring {
  /** Rules before the default ones. */
  retry?: RetryRule[];
  /** Rules before the default one, which takes every error to the scope's failure state. */
  catch?: CatchRule[];
}

/** Arguments of {@link task}. */
export type TaskArgs = Described &
  Transforming &
  Enduring &
  Onward & {
    /** What it runs: see `components/workflow/calls`. */
    call: Call;
    /** Seconds after which it fails with `States.Timeout`, 1 to 99,999,999. Default the call's own. */
    timeoutSeconds?: number;
    /** Seconds within which an activity's worker must give a sign of life. Less than the timeout. Default none. */
    heartbeatSeconds?: number;
    /** Why the call must not be repeated, which leaves the default retry rules out: for calls that are not idempotent. */
    neverRetriedBecause?: string;
  };

/** One way out of a {@link choice}. */
export interface ChoiceRule {
  /** A JSONata expression that is true or false, for example `{% $count > 3 %}`. */
  when: string;
  next: string;
  output?: Value;
  assign?: Record<string, Value>;
}

/** Arguments of {@link choice}. */
export type ChoiceArgs = Described &
  Transforming & {
    /** The first that is true is taken. */
    rules: ChoiceRule[];
    /** State for when none is. Required: without it such an execution fails with `States.NoChoiceMatched`. */
    otherwise: string;
  };

/** States that belong together: a machine's, a branch's, or those that run for each item of a map. */
export interface Scope {
  startAt: string;
  /** By name, of at most 80 characters, unique in the whole machine. */
  states: Record<string, State>;
}

/** Arguments of {@link parallel}. */
export type ParallelArgs = Described &
  Transforming &
  Enduring &
  Onward & {
    /** All run at once; the result is the list of theirs. */
    branches: Scope[];
    /** What each branch gets. Default the state's input. */
    arguments?: Value;
  };

/** Arguments of {@link wait}. */
export type WaitArgs = Described &
  Transforming &
  Onward & {
    /** 0 to 99,999,999, or an expression. */
    seconds?: number | string;
    /** A time such as `2026-01-31T12:00:00Z`, or an expression. */
    until?: string;
  };

/** Arguments of {@link map}. */
export type MapArgs = Described &
  Transforming &
  Enduring &
  Onward & {
    /** The list. Default the state's input. Of a distributed map, an `itemReader` may stand instead. */
    items?: Value;
    /** What each run gets; `$states.context.Map.Item.Value` is the item. Default the item. */
    itemSelector?: Value;
    /** Runs for each item. */
    processor: Scope;
    /** Items at once, 0 for as many as Step Functions runs. Default 10, so that what is called is not flooded. */
    maxConcurrency?: number;
    /**
     * `INLINE` within this execution's history of 25,000 events, for lists that fit; `DISTRIBUTED` in executions of their own.
     * Default `INLINE`. https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
     */
    mode?: "INLINE" | "DISTRIBUTED";
    /** Distributed: items per run. Default 1. */
    itemsPerBatch?: number;
    /** Distributed: type of the executions. Default `STANDARD`. */
    executionType?: "STANDARD" | "EXPRESS";
    /** Distributed: share of items, 0 to 100 %, that may fail. Default 0. */
    toleratedFailurePercentage?: number;
  };

/** Arguments of {@link fail}. */
export type FailArgs = Described & {
  /** The error's name, by which callers tell it: no personal data. An expression is allowed. */
  error: string;
  /** What a person needs to know. An expression is allowed. */
  cause?: string;
};

/** Arguments of {@link succeed}. */
export type SucceedArgs = Described & { output?: Value };

/** Arguments of {@link pass}. */
export type PassArgs = Described & Transforming & Onward;

export type TaskState = { type: "Task" } & TaskArgs;
export type ChoiceState = { type: "Choice" } & ChoiceArgs;
export type ParallelState = { type: "Parallel" } & ParallelArgs;
export type WaitState = { type: "Wait" } & WaitArgs;
export type MapState = { type: "Map" } & MapArgs;
export type FailState = { type: "Fail" } & FailArgs;
export type SucceedState = { type: "Succeed" } & SucceedArgs;
export type PassState = { type: "Pass" } & PassArgs;

/** A state of a machine, as the builders in `states.ts` make it. */
export type State =
  TaskState | ChoiceState | ParallelState | WaitState | MapState | FailState | SucceedState | PassState;
