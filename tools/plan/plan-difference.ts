import type { Plan, PlanResource, PlanValue } from "./plan";

/** One value that differs between two plans. */
export interface ValueChange {
  /** For example `inputs.policy.Statement[0].Action`. */
  path: string;
  /** Absent where the value is new. */
  before?: PlanValue;
  /** Absent where the value is gone. */
  after?: PlanValue;
}

/** What two plans differ in, by address. */
export interface PlanDifference {
  added: string[];
  removed: string[];
  changed: Record<string, ValueChange[]>;
}

/** Compares two plans. */
export function planDifference(before: Plan, after: Plan): PlanDifference {
  const added = Object.keys(after.resources).filter((address) => !Object.hasOwn(before.resources, address));
  const removed = Object.keys(before.resources).filter((address) => !Object.hasOwn(after.resources, address));
  const changed: Record<string, ValueChange[]> = {};
  for (const [address, resource] of Object.entries(after.resources)) {
    const previous = Object.hasOwn(before.resources, address) ? before.resources[address] : undefined;
    const changes = previous ? resourceChanges(previous, resource) : [];
    if (changes.length > 0) changed[address] = changes;
  }
  return { added, removed, changed };
}

/** Whether there is no difference at all. */
export function isSame({ added, removed, changed }: PlanDifference): boolean {
  return added.length === 0 && removed.length === 0 && Object.keys(changed).length === 0;
}

/** Compares one resource of two plans, value by value. */
export function resourceChanges(before: PlanResource, after: PlanResource): ValueChange[] {
  return valueChanges(before as unknown as PlanValue, after as unknown as PlanValue, "");
}

function valueChanges(before: PlanValue | undefined, after: PlanValue | undefined, path: string): ValueChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => valueChanges(own(before, key), own(after, key), path ? `${path}.${key}` : key));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => valueChanges(before[index], after[index], `${path}[${index}]`)).flat();
  }
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function isMap(value: PlanValue | undefined): value is { [key: string]: PlanValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(map: { [key: string]: PlanValue }, key: string): PlanValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
