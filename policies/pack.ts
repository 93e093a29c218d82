import {
  PolicyPack,
  type PolicyResource,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Policy, PolicyConfigSchema, ReportViolation } from "@pulumi/policy/policy";
import { plain } from "./core/plain";
import { Resource } from "./core/resource";
import { configurationOf, type ResourceRule, type Rule, type RuleDescription, type StackRule } from "./core/rule";
import { Stack } from "./core/stack";
import { environmentOfProcess, type PolicyEnvironment } from "./environment";
import { ExceptionMatcher, loadExceptions, type Exceptions } from "./exceptions";
import { exceptionRules } from "./exception-rules";
import { loadLevels, settingOf, type RuleSetting } from "./levels";
import { rules } from "./rules";
import { runResourceRule, runStackRule, type Found } from "./run";

/** What the policies of one process share. */
interface Context {
  exceptions: Exceptions;
  /** The stack, as the engine tells the process; where it does not, the URN has the name. */
  environment: PolicyEnvironment;
  settingOf: (rule: Rule) => RuleSetting;
}

/**
 * Starts the pack for the engine, which asks it about every resource before it is made.
 * https://www.pulumi.com/docs/insights/policy/
 *
 * @throws where `policies/levels.yaml` is wrong
 */
export function servePack(variables: NodeJS.ProcessEnv): PolicyPack {
  const levels = loadLevels(rules);
  const environment = environmentOfProcess(variables);
  const context: Context = {
    exceptions: loadExceptions(rules),
    environment,
    settingOf: (rule) => settingOf(levels, rule, environment),
  };
  return new PolicyPack("platform-guardrails", {
    displayName: "Platform guardrails",
    description: "Security, reliability and cost rules for serverless workloads on AWS, with exceptions that expire.",
    provider: "aws",
    policies: [
      ...rules.map((rule) => (rule.kind === "resource" ? resourcePolicy(rule, context) : stackPolicy(rule, context))),
      ...exceptionPolicies(context),
    ],
  });
}

function describe(rule: RuleDescription): Omit<Policy, "enforcementLevel"> {
  return {
    name: rule.name,
    displayName: rule.title,
    description: `${rule.title}. ${rule.why}`,
    severity: rule.severity,
    remediationSteps: rule.fix,
    tags: rule.ids,
    ...(rule.url !== undefined && { url: rule.url }),
    ...(rule.settings && { configSchema: { properties: rule.settings as PolicyConfigSchema["properties"] } }),
  };
}

function resourcePolicy(rule: ResourceRule, context: Context): ResourceValidationPolicy {
  const { level, configuration } = context.settingOf(rule);
  const validate: ResourceValidationPolicy["validateResource"] = (args, report) => {
    if (!rule.types.includes(args.type)) return;
    const resource = new Resource({
      type: args.type,
      name: args.name,
      urn: args.urn,
      properties: plain(args.props),
      ignoreChanges: args.opts?.ignoreChanges ?? [],
      ...(args.provider && { provider: { urn: args.provider.urn, properties: plain(args.provider.props) } }),
    });
    const found = runResourceRule(rule, resource, configurationOf(rule, { ...configuration, ...args.getConfig() }));
    tell(rule, found, context, report);
  };
  const remediate: ResourceValidationPolicy["remediateResource"] = (args) => {
    if (!rule.types.includes(args.type) || matcherFor(context, args.urn).find(rule.name, args.urn)) return undefined;
    return rule.remediate?.(plain(args.props), args.type);
  };
  if (rule.types.length === 1) {
    // The server then skips other types without unpacking their properties.
    for (const each of [validate, remediate]) Object.assign(each, { __pulumiType: rule.types[0] });
  }
  return {
    ...describe(rule),
    enforcementLevel: level,
    validateResource: validate,
    ...(rule.remediate && { remediateResource: remediate }),
  };
}

function stackPolicy(rule: StackRule, context: Context): StackValidationPolicy {
  const { level, configuration } = context.settingOf(rule);
  return {
    ...describe(rule),
    enforcementLevel: level,
    validateStack: (args, report) => {
      const found = runStackRule(
        rule,
        asStack(args.resources),
        configurationOf(rule, { ...configuration, ...args.getConfig() }),
      );
      tell(rule, found, context, report);
    },
  };
}

function tell(rule: Rule, found: Found[], context: Context, report: ReportViolation): void {
  for (const { urn, message } of found) {
    const matcher = urn === undefined ? undefined : matcherFor(context, urn);
    if (matcher?.find(rule.name, urn!)) continue;
    report(`${message}${matcher?.hint(rule.name, urn!) ?? ""}. ${rule.fix}`, urn);
  }
}

/** Exceptions go by the stack, whose name every URN has. */
function matcherFor({ exceptions, environment }: Context, urn: string): ExceptionMatcher {
  const name = environment.name ?? /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
  return new ExceptionMatcher(exceptions, { ...environment, name });
}

/** The engine asks each policy anew; the resources are the same list each time it asks about one stack. */
function asStack(resources: PolicyResource[]): Stack {
  return new Stack(
    resources.map(
      (each) =>
        new Resource({
          type: each.type,
          name: each.name,
          urn: each.urn,
          properties: plain(each.props),
          propertyDependencies: Object.fromEntries(
            Object.entries(each.propertyDependencies ?? {}).map(([key, list]) => [key, list.map(({ urn }) => urn)]),
          ),
          dependencies: (each.dependencies ?? []).map(({ urn }) => urn),
          ...(each.parent && { parent: each.parent.urn }),
          ...(each.provider && { provider: { urn: each.provider.urn, properties: plain(each.provider.props) } }),
          ignoreChanges: each.opts?.ignoreChanges ?? [],
        }),
    ),
  );
}

/**
 * Findings about the exceptions. Whether one is needed is asked of the rules again, so that it does not matter which
 * resources the engine has asked about before.
 */
function exceptionPolicies(context: Context): StackValidationPolicy[] {
  return (["expired", "unused", "invalid"] as const).map((kind) => ({
    ...describe(exceptionRules[kind]),
    enforcementLevel: exceptionRules[kind].severity === "low" ? "advisory" : "mandatory",
    validateStack: (args, report) => {
      const stack = asStack(args.resources);
      const matcher = matcherFor(context, stack.resources[0]?.urn ?? "");
      const named = new Set(context.exceptions.valid.map(({ rule }) => rule));
      for (const rule of kind === "unused" ? rules.filter(({ name }) => named.has(name)) : []) {
        const { configuration } = context.settingOf(rule);
        const found =
          rule.kind === "stack"
            ? runStackRule(rule, stack, configuration)
            : stack.ofType(...rule.types).flatMap((resource) => runResourceRule(rule, resource, configuration));
        for (const { urn } of found) if (urn !== undefined) matcher.find(rule.name, urn);
      }
      for (const problem of matcher.problems(stack.resources)) if (problem.kind === kind) report(problem.message);
    },
  }));
}
