import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../../components/account";
import { Function } from "../../components/compute/function";
import { environmentKeyStatements } from "../../components/encryption/environment-key-statements";
import type { Key } from "../../components/encryption/key";
import { invokeFunction } from "../../components/workflow/calls";
import { correlation, correlationId } from "../../components/workflow/correlation-id";
import type { State } from "../../components/workflow/state";
import { StateMachine } from "../../components/workflow/state-machine";
import { choice, fail, map, pass, task } from "../../components/workflow/states";
import { counted } from "../../components/observability/counted";
import { functionsOf, systemsWithFunctions } from "./functions-of";
import type { System, SystemContext } from "./system";

const STEPS = {
  prepare: {
    functionName: "prepareTuning",
    description: "Publishes a version of a function for each memory size.",
    timeoutSeconds: 300,
  },
  measure: {
    functionName: "measureTuning",
    description: "Runs a version of a function and reads its reports.",
    timeoutSeconds: 900,
  },
  analyze: { functionName: "analyzeTuning", description: "Tells the best memory size.", timeoutSeconds: 10 },
  clean: { functionName: "cleanTuning", description: "Leaves a tuned function as it was.", timeoutSeconds: 300 },
} as const;

type Steps = Record<keyof typeof STEPS, Function>;

/** Six hours: the longest measurement that is worth its cost. */
const TIMEOUT_SECONDS = 21_600;

/** R14: runs a function at several memory sizes, and tells what each costs and takes. */
export const tuning: System<"tuning"> = {
  name: "tuning",
  uses: systemsWithFunctions,
  keyServices: ["states"],
  build(context) {
    const { environment, options } = context;
    const arns = tunedArns(context);
    const steps = Object.fromEntries(
      Object.keys(STEPS).map((name) => [name, step(context, name as keyof Steps, arns)]),
    ) as Steps;
    const tuned = Object.values(arns);
    // A version is named by a number that is not known before, so the qualifier alone is open.
    const versions = tuned.map((arn) => pulumi.interpolate`${arn}:*`);
    const keys = tunedKeys(context);
    grantPreparation(steps.prepare, tuned, versions);
    grantKeys(steps.prepare, keys);
    steps.measure.grant("invoke-versions", [
      { sid: "InvokeVersions", actions: ["lambda:InvokeFunction"], resources: versions },
    ]);
    grantCleanUp(steps.clean, tuned, versions);
    grantKeys(steps.clean, keys);

    const machine = new StateMachine(
      "tuning-machine",
      {
        key: context.key(),
        machineName: "tuning",
        description: "Runs a function at several memory sizes and tells the best.",
        startAt: "Only restore?",
        states: states(steps),
        onError: "Clean up after a failure",
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: environment.logRetentionDays,
        production: environment.production,
      },
      options,
    );
    return {
      outputs: { stateMachineArn: machine.arn, functions: Object.keys(arns) },
      business: [
        {
          kind: "graph",
          title: "Tuning of functions",
          metrics: [
            counted(steps.prepare, "TuningPrepared", "begun"),
            counted(steps.analyze, "FunctionTuned", "tuned"),
          ],
        },
      ],
      monitoring: [machine.monitoring, ...Object.values(steps).map((each) => each.monitoring)],
    };
  },
};

/** ARN by name of the functions that may be tuned. */
function tunedArns(context: SystemContext<"tuning">): Record<string, pulumi.Output<string>> {
  const { partition, region, id } = accountOf(context.key());
  return Object.fromEntries(
    context.settings.functions.map((name) => [
      name,
      pulumi.interpolate`arn:${partition}:lambda:${region}:${id}:function:${name}`,
    ]),
  );
}

/** Keys of the tuned functions, each once. A function that is of no system here has a key that is not known. */
function tunedKeys(context: SystemContext<"tuning">): Key[] {
  const functions = Object.values(functionsOf(context)).map(({ fn }) => fn);
  const tuned = functions.filter(({ physicalName }) => context.settings.functions.includes(physicalName));
  return [...new Set(tuned.map(({ key }) => key))];
}

function step(
  context: SystemContext<"tuning">,
  name: keyof Steps,
  arns: Record<string, pulumi.Output<string>>,
): Function {
  const { environment, settings, options } = context;
  return new Function(
    `${name}-tuning`,
    {
      entry: `functions/tuning/${name}.ts`,
      ...STEPS[name],
      key: context.key(),
      environment: name === "prepare" || name === "clean" ? { TUNED_FUNCTIONS: pulumi.jsonStringify(arns) } : {},
      logRetentionDays: environment.logRetentionDays,
      reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
      deadLetterQueue: context.undeliverable,
    },
    options,
  );
}

/** Nothing here touches code, role or an alias other than the tuning's own. */
function grantPreparation(fn: Function, tuned: pulumi.Output<string>[], versions: pulumi.Output<string>[]): void {
  fn.grant("publish-versions", [
    { sid: "ReadConfiguration", actions: ["lambda:GetFunctionConfiguration"], resources: [...tuned, ...versions] },
    {
      sid: "PublishVersions",
      actions: [
        "lambda:UpdateFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:ListVersionsByFunction",
        "lambda:CreateAlias",
        "lambda:GetAlias",
        "lambda:UpdateAlias",
      ],
      resources: tuned,
    },
  ]);
}

function grantCleanUp(fn: Function, tuned: pulumi.Output<string>[], versions: pulumi.Output<string>[]): void {
  fn.grant("remove-versions", [
    {
      sid: "RestoreConfiguration",
      actions: [
        "lambda:GetFunctionConfiguration",
        "lambda:UpdateFunctionConfiguration",
        "lambda:ListVersionsByFunction",
        "lambda:GetAlias",
        "lambda:DeleteAlias",
      ],
      resources: tuned,
    },
    // With a qualifier only: the function itself cannot be deleted.
    { sid: "RemoveVersions", actions: ["lambda:DeleteFunction"], resources: versions },
  ]);
}

/** The keys' half of the two above, for keys of other systems. */
function grantKeys(fn: Function, keys: Key[]): void {
  if (keys.length > 0) fn.grant("configure-keys", environmentKeyStatements(keys, accountOf(fn)));
}

/** Errors of Lambda's own API that the functions come across, and that pass. */
const BUSY = ["FunctionNotReady", "ResourceConflictException", "TooManyRequestsException", "ServiceException"];

/** The machine's states. What was prepared is in the variable `job`. However it ends, the function is as it was. */
function states({ prepare, measure, analyze, clean }: Steps): Record<string, State> {
  const whoAndWhat = {
    ...correlation,
    execution: "{% $states.context.Execution.Name %}",
    input: "{% $states.context.Execution.Input %}",
  };
  return {
    "Only restore?": choice({
      rules: [{ when: "{% $states.input.restore = true %}", next: "Restore" }],
      otherwise: "Prepare",
    }),
    Restore: task({
      call: invokeFunction(clean, whoAndWhat, BUSY),
      catch: [{ errors: ["States.ALL"], next: "Not cleaned up", output: { error: "{% $states.errorOutput %}" } }],
      end: true,
    }),
    Prepare: task({
      call: invokeFunction(prepare, whoAndWhat, BUSY),
      assign: { job: "{% $states.result.Payload %}", correlationId },
      next: "Measure each size",
    }),
    "Measure each size": map({
      items: "{% $job.versions %}",
      // More at once would take each other's concurrency, and measure that.
      maxConcurrency: 3,
      processor: {
        startAt: "Measure",
        states: {
          Measure: task({
            call: invokeFunction(
              measure,
              "{% $merge([$states.input, { 'job': $job, 'correlationId': $correlationId }]) %}",
              ["TooManyRequestsException"],
            ),
            output: "{% $merge([$states.input, { 'before': $states.result.Payload }]) %}",
            next: "Is it enough?",
          }),
          "Is it enough?": choice({
            rules: [{ when: "{% $states.input.before.done %}", next: "Measured" }],
            otherwise: "Measure",
          }),
          Measured: pass({ output: "{% $states.input.before %}", end: true }),
        },
      },
      assign: { measurements: "{% $states.result %}" },
      output: {},
      next: "Clean up",
    }),
    "Clean up": task({ call: invokeFunction(clean, whoAndWhat, BUSY), next: "Analyze" }),
    Analyze: task({
      call: invokeFunction(analyze, { ...correlation, job: "{% $job %}", measurements: "{% $measurements %}" }),
      end: true,
    }),
    "Clean up after a failure": task({
      call: invokeFunction(clean, whoAndWhat, BUSY),
      output: "{% $states.input %}",
      catch: [
        // What the request says is wrong, so that nothing was begun.
        { errors: ["InvalidInput", "FunctionNotAllowed"], next: "Not tuned", output: "{% $states.input %}" },
        { errors: ["States.ALL"], next: "Not cleaned up", output: { error: "{% $states.errorOutput %}" } },
      ],
      next: "Not tuned",
    }),
    "Not tuned": fail({
      error: "{% $states.input.error.Error %}",
      cause: "{% $exists($states.input.error.Cause) ? $states.input.error.Cause : '' %}",
    }),
    "Not cleaned up": fail({
      error: "NotCleanedUp",
      cause:
        "{% 'Start this machine again with restore: true. ' & $states.input.error.Error & ': ' & $states.input.error.Cause %}",
    }),
  };
}
