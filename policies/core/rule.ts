import type { Resource } from "./resource";
import type { Stack } from "./stack";
import type { Properties } from "./values";

export type Severity = "low" | "medium" | "high" | "critical";

/** `advisory` warns, `mandatory` refuses, `remediate` changes the inputs where a rule can, `disabled` is off. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** What one property of a rule's configuration may be: the part of JSON schema that the engine understands. */
export interface Setting {
  type: "integer" | "number" | "string" | "boolean" | "array";
  items?: { type: "integer" | "string" };
  minimum?: number;
  maximum?: number;
  /** What is used where nothing is configured. */
  default: unknown;
  description: string;
}

/** What every rule says about itself. `docs/policies.md` is made from it. */
export interface RuleDescription {
  /** Kebab case, the control's name. */
  name: string;
  /** The sentence that must hold. */
  title: string;
  /** Why it matters, in a sentence or two. */
  why: string;
  severity: Severity;
  /** How to satisfy it. */
  fix: string;
  /** The same control elsewhere: `FSBP S3.5`, `CIS 3.6`, `CKV_AWS_18`, `AwsSolutions-S1` … */
  ids: string[];
  /** Where AWS or Pulumi says more. */
  url?: string;
  /** What a company may set otherwise. */
  settings?: Record<string, Setting>;
  /** Level, where it is not the severity's. See `policies/levels.yaml`. */
  level?: Level;
}

/** The values of a rule's settings. */
export type Configuration = Record<string, any>;

/** What is wrong, or nothing. Messages name properties and never quote values, which may be secret. */
export type Finding = string | undefined | false;

/** A rule that looks at the inputs of one resource. */
export interface ResourceRule extends RuleDescription {
  kind: "resource";
  /** Type tokens it looks at. */
  types: string[];
  check: (resource: Resource, configuration: Configuration) => Finding | Finding[];
  /** The inputs made right, or `undefined` where nothing is to be changed. Only where that is safe to do unasked. */
  remediate?: (properties: Properties, type: string) => Properties | undefined;
}

/** A violation of one resource, found by looking at several. */
export interface StackFinding {
  resource: Resource;
  message: string;
}

/** A rule that looks at the relations between the resources of a stack. */
export interface StackRule extends RuleDescription {
  kind: "stack";
  /** Type tokens of the resources it reports; without any of them in the stack it has nothing to say. */
  types: string[];
  check: (stack: Stack, configuration: Configuration) => (StackFinding | undefined | false)[];
}

export type Rule = ResourceRule | StackRule;

/** Declares a rule about one resource. */
export function resourceRule(rule: Omit<ResourceRule, "kind">): ResourceRule {
  return { kind: "resource", ...rule };
}

/** Declares a rule about the relations of a stack's resources. */
export function stackRule(rule: Omit<StackRule, "kind">): StackRule {
  return { kind: "stack", ...rule };
}

/** The settings that a rule runs with: what is configured, and the defaults for the rest. */
export function configurationOf(rule: Rule, configured: Configuration = {}): Configuration {
  const defaults = Object.entries(rule.settings ?? {}).map(([name, setting]) => [name, setting.default]);
  const given = Object.entries(configured).filter(([, value]) => value !== undefined && value !== null);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
}
