/** A value as it stands in a plan: plain JSON, keys sorted, with markers for what is not there to be shown. */
export type PlanValue = null | boolean | number | string | PlanValue[] | { [key: string]: PlanValue };

/** One resource of a plan. Flags stand only where they are set. */
export interface PlanResource {
  /** Address of the parent component; absent at the top. */
  parent?: string;
  /** Account id and region, for example `111122223333/eu-west-1`; absent for components and providers. */
  location?: string;
  /** True for a component that a plugin runs: what it makes is not part of the plan. */
  remote?: true;
  /** True for `.get()`: nothing is made. */
  read?: true;
  protect?: true;
  retainOnDelete?: true;
  deleteBeforeReplace?: true;
  ignoreChanges?: string[];
  /** Addresses under which the resource was deployed before. */
  aliases?: string[];
  /** Inputs, absent for components. */
  inputs?: { [key: string]: PlanValue };
}

/** What a stack would make: canonical, so that two plans of the same program are the same text. */
export interface Plan {
  stack: string;
  /** By address, `<types from the top, joined with $>::<name>`: the end of the URN. */
  resources: Record<string, PlanResource>;
}

/** Markers for values that a plan does not show. */
export const markers = {
  /** Known only after deployment. */
  unknown: "${unknown}",
  secret: "${secret}",
  /** A file or archive: its content is built, and reviewed as source. */
  asset: "${asset}",
  /** A hash of such content. */
  hash: "${hash}",
  /** The repository's folder at the start of a path. */
  root: "${root}",
  /** Key of an object that stands for a text of JSON. */
  json: "${json}",
  /** Key of an object that stands for a text of several lines. */
  lines: "${lines}",
} as const;

/** Type token of the resource at an address, for example `aws:kms/key:Key`. */
export function typeAt(address: string): string {
  return address.slice(0, address.indexOf("::")).split("$").pop()!;
}

/** Name of the resource at an address. */
export function nameAt(address: string): string {
  return address.slice(address.indexOf("::") + 2);
}

/** Whether the address is that of a component, which groups resources and is none itself. */
export function isComponent(resource: PlanResource): boolean {
  return resource.inputs === undefined;
}
