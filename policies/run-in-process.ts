import type { RecordedResource } from "../tools/plan/recorded-resource";
import { Resource } from "./core/resource";
import type { Rule, RuleDescription } from "./core/rule";
import { Stack } from "./core/stack";
import { environmentOf } from "./environment";
import { ExceptionMatcher, loadExceptions, type Exception, type Exceptions } from "./exceptions";
import { exceptionRules } from "./exception-rules";
import { loadLevels, settingOf, type Levels } from "./levels";
import { rules as everyRule } from "./rules";
import { runResourceRule, runStackRule, type Found } from "./run";
import type { Violation } from "./violation";

export interface RunPackOptions {
  /** The stack's name, which levels and exceptions go by. */
  environment?: string;
  /** The stack's configuration, which they go by as well: full keys to texts, as the engine gives them. */
  config?: Record<string, string>;
  /** Exceptions instead of those of `policies/exceptions.yaml`: the text of such a file, or its content. */
  exceptions?: unknown;
  /** Levels instead of those of `policies/levels.yaml`. */
  levels?: Levels;
  /** The day it is, as `YYYY-MM-DD`. Default today. */
  today?: string;
  /** Rules instead of the pack's. */
  rules?: Rule[];
}

/**
 * Runs the pack over the resources of a program, in this process: no engine, no credentials. It judges as the engine's
 * analyzer does, values unknown in preview included, in time proportional to the number of resources.
 *
 * @returns every violation, excepted ones too, in the order of the rules
 * @throws where `policies/levels.yaml` is wrong
 */
export function runPack(resources: readonly RecordedResource[], options: RunPackOptions = {}): Violation[] {
  const rules = options.rules ?? everyRule;
  const levels = options.levels ?? loadLevels(rules);
  const exceptions: Exceptions = loadExceptions(rules, options.exceptions, options.today);
  const environment = environmentOf(options.environment, options.config);
  const matcher = new ExceptionMatcher(exceptions, environment);
  const stack = new Stack(asResources(resources));

  const violations = rules.flatMap((rule) => {
    const { level, configuration } = settingOf(levels, rule, environment);
    if (level === "disabled") return [];
    const found =
      rule.kind === "stack"
        ? runStackRule(rule, stack, configuration)
        : stack.ofType(...rule.types).flatMap((resource) => runResourceRule(rule, resource, configuration));
    return found.map((each) => violation(each.failed ? exceptionRules.failed : rule, level, each, matcher));
  });
  const problems = matcher.problems(stack.resources).map(({ kind, message }) => {
    const about = exceptionRules[kind];
    return violation(about, about.severity === "low" ? "advisory" : "mandatory", { message }, matcher);
  });
  return [...violations, ...problems];
}

function violation(
  rule: RuleDescription,
  level: Violation["level"],
  { urn, message, failed }: Found,
  matcher: ExceptionMatcher,
): Violation {
  const about = urn === undefined || failed ? undefined : urn;
  const exception = about === undefined ? undefined : matcher.find(rule.name, about);
  return {
    rule: rule.name,
    title: rule.title,
    severity: rule.severity,
    level,
    ...(urn !== undefined && { urn }),
    message: about === undefined || exception ? message : message + matcher.hint(rule.name, about),
    fix: rule.fix,
    ids: rule.ids,
    ...(rule.url !== undefined && { url: rule.url }),
    ...(exception && { excepted: excepted(exception) }),
  };
}

function excepted({ reason, owner, expires }: Exception): Violation["excepted"] {
  return { reason, owner, expires };
}

/** What is only read is not made here, and is judged where it is made. */
function asResources(recorded: readonly RecordedResource[]): Resource[] {
  const inputs = new Map(recorded.map((each) => [each.urn, each.inputs]));
  return recorded
    .filter((each) => !each.read)
    .map((each) => {
      const providerUrn = each.provider?.slice(0, each.provider.lastIndexOf("::"));
      const properties = providerUrn === undefined ? undefined : inputs.get(providerUrn);
      return new Resource({
        type: each.type,
        name: each.name,
        urn: each.urn,
        properties: each.inputs,
        propertyDependencies: each.propertyDependencies,
        dependencies: each.dependsOn,
        ...(each.parent !== undefined && { parent: each.parent }),
        ...(properties && { provider: { urn: providerUrn!, properties } }),
        ignoreChanges: each.ignoreChanges,
        ...(each.outputs && { outputs: each.outputs }),
      });
    });
}
