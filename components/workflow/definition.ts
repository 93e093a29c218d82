import * as pulumi from "@pulumi/pulumi";
import { errorFields, failureStateFields } from "./error-handling";
import type { MapState, Onward, Scope, State } from "./state";
import type { Value } from "./value";

type Fields = Record<string, Value>;

/** What a definition is made of. */
export interface DefinitionArgs extends Scope {
  comment?: string;
  timeoutSeconds: number;
  /** Where errors go that no state catches. Default a state of its own in each scope. */
  onError?: string;
  partition: pulumi.Input<string>;
}

/** Name of the state, made for each scope, that fails with the error that was caught. */
export function failureStateOf(path: string): string {
  return path === "" ? "Failed" : `Failed in ${path}`;
}

/** The scopes within a state, each with the path that makes its failure state's name unique. */
export function scopesOf(name: string, state: State): { path: string; scope: Scope }[] {
  if (state.type === "Map") return [{ path: name, scope: state.processor }];
  if (state.type !== "Parallel") return [];
  return state.branches.map((scope, index) => ({ path: `${name} ${index + 1}`, scope }));
}

/**
 * The definition in the Amazon States Language, with JSONata as its query language.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 *
 * @param args checked before
 */
export function definitionOf(args: DefinitionArgs): pulumi.Output<string> {
  return pulumi.jsonStringify({
    ...(args.comment ? { Comment: args.comment } : {}),
    QueryLanguage: "JSONata",
    TimeoutSeconds: args.timeoutSeconds,
    ...scopeFields(args, "", args),
  });
}

function scopeFields(scope: Scope, path: string, args: DefinitionArgs): Fields {
  const own = failureStateOf(path);
  const failureState = path === "" ? (args.onError ?? own) : own;
  const states = Object.entries(scope.states).map(([name, state]) => [
    name,
    stateFields(name, state, failureState, args),
  ]);
  const isUsed = usesFailureState(scope, failureState);
  return {
    StartAt: scope.startAt,
    States: {
      ...(Object.fromEntries(states) as Fields),
      ...(failureState === own && isUsed ? { [own]: failureStateFields() } : {}),
    },
  };
}

/** A failure state that nothing leads to would be refused. */
function usesFailureState(scope: Scope, failureState: string): boolean {
  return Object.values(scope.states).some((state) =>
    JSON.stringify(errorFields(state, failureState)).includes(`"Next":${JSON.stringify(failureState)}`),
  );
}

function stateFields(name: string, state: State, failureState: string, args: DefinitionArgs): Fields {
  return {
    Type: state.type,
    ...(state.comment ? { Comment: state.comment } : {}),
    ...ownFields(name, state, args),
    ...("output" in state && state.output !== undefined ? { Output: state.output } : {}),
    ...("assign" in state && state.assign !== undefined ? { Assign: state.assign } : {}),
    ...errorFields(state, failureState),
    ...onwardFields(state),
  };
}

/** What only states of this type have. */
function ownFields(name: string, state: State, args: DefinitionArgs): Fields {
  switch (state.type) {
    case "Task": {
      const { call, heartbeatSeconds } = state;
      const timeout = state.timeoutSeconds ?? call.timeoutSeconds;
      return {
        Resource:
          call.pattern === "activity"
            ? call.resource
            : pulumi.interpolate`arn:${args.partition}:states:::${call.resource}`,
        ...(call.arguments === undefined ? {} : { Arguments: call.arguments }),
        ...(call.output === undefined ? {} : { Output: call.output }),
        ...(timeout === undefined ? {} : { TimeoutSeconds: timeout }),
        ...(heartbeatSeconds === undefined ? {} : { HeartbeatSeconds: heartbeatSeconds }),
      };
    }
    case "Choice":
      return {
        Choices: state.rules.map(({ when, next, output, assign }) => ({
          Condition: when,
          ...(output === undefined ? {} : { Output: output }),
          ...(assign === undefined ? {} : { Assign: assign }),
          Next: next,
        })),
        Default: state.otherwise,
      };
    case "Parallel":
      return {
        ...(state.arguments === undefined ? {} : { Arguments: state.arguments }),
        Branches: scopesOf(name, state).map(({ path, scope }) => scopeFields(scope, path, args)),
      };
    case "Wait":
      return state.until === undefined ? { Seconds: state.seconds! } : { Timestamp: state.until };
    case "Map":
      return mapFields(name, state, args);
    case "Fail":
      return { Error: state.error, ...(state.cause === undefined ? {} : { Cause: state.cause }) };
    default:
      return {};
  }
}

function mapFields(name: string, state: MapState, args: DefinitionArgs): Fields {
  const isDistributed = state.mode === "DISTRIBUTED";
  const mode: Fields = isDistributed
    ? { Mode: "DISTRIBUTED", ExecutionType: state.executionType ?? "STANDARD" }
    : { Mode: "INLINE" };
  return {
    ...(state.items === undefined ? {} : { Items: state.items }),
    ...(state.itemSelector === undefined ? {} : { ItemSelector: state.itemSelector }),
    ...(isDistributed && state.itemsPerBatch !== undefined
      ? { ItemBatcher: { MaxItemsPerBatch: state.itemsPerBatch } }
      : {}),
    ...(isDistributed ? { ToleratedFailurePercentage: state.toleratedFailurePercentage ?? 0 } : {}),
    MaxConcurrency: state.maxConcurrency ?? 10,
    ItemProcessor: { ProcessorConfig: mode, ...scopeFields(state.processor, name, args) },
  };
}

function onwardFields(state: State): Fields {
  if (state.type === "Choice" || state.type === "Fail" || state.type === "Succeed") return {};
  const { next, end } = state as Onward;
  return end ? { End: true } : { Next: next! };
}
