import type * as S from "./state";

/** Builders of states, one for each type. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html */

/** Runs something: a function, an AWS call, another machine, an activity. Retries and catches unless told otherwise. */
export const task = (args: S.TaskArgs): S.TaskState => ({ type: "Task", ...args });

/** Goes one of several ways. */
export const choice = (args: S.ChoiceArgs): S.ChoiceState => ({ type: "Choice", ...args });

/** Runs branches at once, and waits for all. */
export const parallel = (args: S.ParallelArgs): S.ParallelState => ({ type: "Parallel", ...args });

/** Waits for seconds or until a time. */
export const wait = (args: S.WaitArgs): S.WaitState => ({ type: "Wait", ...args });

/** Runs states for each item of a list. */
export const map = (args: S.MapArgs): S.MapState => ({ type: "Map", ...args });

/** Ends its scope with an error. */
export const fail = (args: S.FailArgs): S.FailState => ({ type: "Fail", ...args });

/** Ends its scope well. */
export const succeed = (args: S.SucceedArgs = {}): S.SucceedState => ({ type: "Succeed", ...args });

/** Reshapes data and sets variables. */
export const pass = (args: S.PassArgs): S.PassState => ({ type: "Pass", ...args });
