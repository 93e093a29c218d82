import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, lower } from "../core/values";

const types = ["aws:sfn/stateMachine:StateMachine"];

export const logging = resourceRule({
  name: "sfn-logging",
  title: "loggingConfiguration has a destination and a level other than OFF",
  why: "An execution that failed last week is explained by its log; express workflows leave nothing else.",
  severity: "medium",
  ids: ["FSBP StepFunctions.1", "CKV_AWS_285", "AwsSolutions-SF1"],
  fix: "Set loggingConfiguration.logDestination and level ERROR or ALL.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
  types,
  check: (machine) => {
    const level = machine.read("loggingConfiguration.level");
    const isOff = !isUnknown(level) && (isMissing(level) || lower(level) === "off");
    return [machine.mustBeSet("loggingConfiguration.logDestination"), isOff && "loggingConfiguration.level is OFF"];
  },
});

export const tracing = resourceRule({
  name: "sfn-xray",
  title: "tracingConfiguration is enabled",
  why: "A trace shows which of the called services took the time.",
  severity: "low",
  ids: ["AwsSolutions-SF2", "CKV_AWS_284", "cdk-nag Serverless StepFunctionStateMachineXray"],
  fix: "Set tracingConfiguration.enabled to true.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
  types,
  check: (machine) => machine.mustBeTrue("tracingConfiguration.enabled"),
});
