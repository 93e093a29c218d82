import type { Resource } from "./core/resource";
import type { Configuration, ResourceRule, Rule, StackFinding, StackRule } from "./core/rule";
import type { Stack } from "./core/stack";

/** What a rule found, or that it failed. */
export interface Found {
  /** The resource's URN; undefined for the stack as a whole. */
  urn?: string;
  message: string;
  /** True where the rule itself is broken: that is a finding too, and never a silence. */
  failed?: boolean;
}

/** Runs a rule on one resource. A rule that throws is a finding of its own and hides no other. */
export function runResourceRule(rule: ResourceRule, resource: Resource, configuration: Configuration): Found[] {
  try {
    const found = rule.check(resource, configuration);
    return [found]
      .flat()
      .filter((message) => typeof message === "string" && message !== "")
      .map((message) => ({ urn: resource.urn, message: message as string }));
  } catch (error) {
    return [failure(rule, error, resource.urn)];
  }
}

/** Runs a rule on a stack. See {@link runResourceRule}. */
export function runStackRule(rule: StackRule, stack: Stack, configuration: Configuration): Found[] {
  if (rule.types.length && !stack.hasType(rule.types)) return [];
  try {
    return rule
      .check(stack, configuration)
      .filter((found): found is StackFinding => !!found)
      .map(({ resource, message }) => ({ urn: resource.urn, message }));
  } catch (error) {
    return [failure(rule, error)];
  }
}

/** The error's text may quote the value that it failed on, so only its kind is told. */
function failure(rule: Rule, error: unknown, urn?: string): Found {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return {
    ...(urn !== undefined && { urn }),
    message: `the rule ${rule.name} itself failed with a ${kind}`,
    failed: true,
  };
}
