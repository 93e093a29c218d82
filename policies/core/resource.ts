import { isFalse, isMissing, isTrue, list, lower, numeric, read, type Properties } from "./values";
import { isUnknown, unknown } from "./unknown";

/** What a rule is told about a resource, wherever it comes from: the engine's analyzer or a recorded program. */
export interface ResourceFacts {
  /** Type token, for example `aws:dynamodb/table:Table`. */
  type: string;
  /** The resource's name in the program. */
  name: string;
  urn: string;
  properties: Properties;
  /** Per top-level property, the URNs of the resources it was computed from. Known in preview too. */
  propertyDependencies?: Record<string, string[]>;
  /** URNs of everything the resource depends on. */
  dependencies?: string[];
  parent?: string;
  /** The provider that makes it, absent where the default provider is used or unknown. */
  provider?: { urn: string; properties: Properties } | undefined;
  /** Properties whose changes the program leaves to someone else. */
  ignoreChanges?: string[];
  /** Outputs of a component: what `registerOutputs` was called with. */
  outputs?: Properties;
}

/**
 * A resource with the questions that rules ask. Every `must…` question answers with what is wrong, or `undefined` where
 * the resource is right or the value is not known yet: an unknown value is never a violation by itself.
 */
export class Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Properties;
  readonly propertyDependencies: Record<string, string[]>;
  readonly dependencies: string[];
  readonly parent: string | undefined;
  readonly provider: { urn: string; properties: Properties } | undefined;
  readonly ignoreChanges: string[];
  readonly outputs: Properties;

  constructor(facts: ResourceFacts) {
    this.type = facts.type;
    this.name = facts.name;
    this.urn = facts.urn;
    this.properties = facts.properties;
    this.propertyDependencies = facts.propertyDependencies ?? {};
    this.dependencies = facts.dependencies ?? [];
    this.parent = facts.parent;
    this.provider = facts.provider;
    this.ignoreChanges = facts.ignoreChanges ?? [];
    this.outputs = facts.outputs ?? {};
  }

  /**
   * The value at a path such as `loggingConfig.bucket`; the `unknown` symbol where it is not known yet.
   *
   * In preview one unknown part can make the engine drop a whole property: what is absent but was computed from another
   * resource is unknown, not left out.
   */
  read(path: string): unknown {
    const value = read(this.properties, path);
    if (value !== undefined) return value;
    const top = path.split(".")[0]!;
    return this.properties[top] === undefined && this.propertyDependencies[top]?.length ? unknown : undefined;
  }

  /** The elements at a path; see {@link list}. */
  list(path: string): unknown[] {
    return list(this.read(path));
  }

  /** True where the value at a path is not known yet. */
  isUnknown(path: string): boolean {
    return isUnknown(this.read(path));
  }

  /** True where the value at a path is known to be there. An unknown value counts as there. */
  isSet(path: string): boolean {
    const value = this.read(path);
    return isUnknown(value) || !isMissing(value);
  }

  mustBeTrue(path: string): string | undefined {
    const value = this.read(path);
    return isUnknown(value) || isTrue(value) ? undefined : `${path} is not true`;
  }

  mustNotBeTrue(path: string): string | undefined {
    return isTrue(this.read(path)) ? `${path} is true` : undefined;
  }

  mustNotBeFalse(path: string): string | undefined {
    return isFalse(this.read(path)) ? `${path} is false` : undefined;
  }

  mustBeSet(path: string): string | undefined {
    return this.isSet(path) ? undefined : `${path} is not set`;
  }

  /** @param allowed in any case; `undefined` among them means that it may be left out */
  mustBeOneOf(path: string, allowed: (string | undefined)[]): string | undefined {
    const value = this.read(path);
    if (isUnknown(value)) return undefined;
    const given = isMissing(value) ? undefined : lower(value);
    if (allowed.some((each) => each?.toLowerCase() === given)) return undefined;
    const names = allowed.filter((each) => each !== undefined);
    return `${path} is not ${names.join(" or ")}`;
  }

  mustBeAtLeast(path: string, least: number): string | undefined {
    const value = this.read(path);
    if (isUnknown(value)) return undefined;
    const given = numeric(value);
    return given !== undefined && given >= least ? undefined : `${path} is not at least ${least}`;
  }

  /** A key by name or ARN that AWS manages (`alias/aws/<service>`) is wrong; none at all, and an unknown one, are not. */
  mustNotBeManagedKey(path: string): string | undefined {
    const key = this.read(path);
    return typeof key === "string" && /(^|:)alias\/aws\//i.test(key.trim())
      ? `${path} is a key that AWS manages`
      : undefined;
  }

  /** A key of the customer must be named. */
  mustNameCustomerKey(path: string): string | undefined {
    return this.mustBeSet(path) ?? this.mustNotBeManagedKey(path);
  }
}
