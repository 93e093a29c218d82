import { isComponent, nameAt, typeAt, type Plan } from "./plan";

/** A component, or a resource, with what is below it. */
export interface PlanNode {
  address: string;
  name: string;
  type: string;
  /** Resources in and below the node, components not counted. */
  count: number;
  children: PlanNode[];
}

/** The resources of one account and region, as a tree of components. */
export interface PlanLocation {
  /** For example `111122223333/eu-west-1`. */
  location: string;
  count: number;
  roots: PlanNode[];
}

/** Groups a plan by account and region, and there by component. Providers are left out: they make nothing. */
export function planTree(plan: Plan): PlanLocation[] {
  const byLocation = new Map<string, string[]>();
  for (const [address, resource] of Object.entries(plan.resources)) {
    if (isComponent(resource) || typeAt(address).startsWith("pulumi:providers:")) continue;
    const location = resource.location ?? "no account";
    byLocation.set(location, [...(byLocation.get(location) ?? []), address]);
  }
  return [...byLocation]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([location, addresses]) => ({ location, count: addresses.length, roots: treeOf(plan, addresses) }));
}

function treeOf(plan: Plan, addresses: readonly string[]): PlanNode[] {
  const nodes = new Map<string, PlanNode>();
  const roots: PlanNode[] = [];
  for (const address of addresses) {
    for (let at: string | undefined = address; at; at = plan.resources[at]?.parent) nodeAt(at).count++;
  }
  for (const node of nodes.values()) node.children.sort(byName);
  return roots.sort(byName);

  function nodeAt(address: string): PlanNode {
    const known = nodes.get(address);
    if (known) return known;
    const node: PlanNode = { address, name: nameAt(address), type: typeAt(address), count: 0, children: [] };
    nodes.set(address, node);
    const parent = plan.resources[address]?.parent;
    (parent ? nodeAt(parent).children : roots).push(node);
    return node;
  }
}

function byName(a: PlanNode, b: PlanNode): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
