import { nameAt, typeAt, type Plan, type PlanResource } from "../plan/plan";
import { NODE_TYPES, type DiagramNode } from "./node";
import { flows, type Flow } from "./flows";

/** Something goes from one node to another. */
export interface DiagramEdge {
  from: string;
  to: string;
  /** What happens, for example `reads`; empty where it is plain. */
  label: string;
  /** What only happens when something fails. */
  isFailure: boolean;
  /** True where it goes both ways, for example a table that a function reads and writes. */
  isBoth?: true;
}

/** Nodes, and what goes between them. */
export interface Diagram {
  title: string;
  nodes: DiagramNode[];
  edges: DiagramEdge[];
}

/** A resource of a plan with what finds it: parts of other resources' inputs that name it. */
export interface Located {
  address: string;
  resource: PlanResource;
  inputs: Record<string, unknown>;
  node: DiagramNode;
  names: string[];
}

/**
 * What a plan makes, as nodes and flows. Everything is read from the resources: mappings of event sources, integrations,
 * subscriptions, permissions of roles, and where failures go.
 *
 * @param plan of a stack, as `npm run plan` makes and `test/golden/` keeps it
 */
export function diagramOf(plan: Plan): Diagram {
  const located = nodesOf(plan);
  const find = finder(located);
  const edges = new Map<string, DiagramEdge>();
  const add = ({ from, to, label, isFailure = false }: Flow) => {
    const [start, end] = [typeof from === "string" ? find(from) : from, typeof to === "string" ? find(to) : to];
    if (!start || !end || start.id === end.id) return;
    const known = edges.get(`${start.id} ${end.id}`);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), label])].filter(Boolean);
    // A queue of failures is sent to by whoever fails: that is no work. What else works and fails on one way is drawn as work.
    const isOnlyFailure = labels.every((each) => each === "fails" || each === "sends") && labels.includes("fails");
    edges.set(`${start.id} ${end.id}`, {
      from: start.id,
      to: end.id,
      label: isOnlyFailure ? "fails" : labels.join(", "),
      isFailure: isOnlyFailure || (isFailure && (known?.isFailure ?? true)),
    });
  };
  const people: DiagramNode[] = [];
  for (const flow of flows(plan, located, people)) add(flow);
  const nodes = [...located.map(({ node }) => node), ...people];
  join(edges, nodes);
  const used = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  return {
    title: plan.stack,
    // What nothing goes to or comes from tells nothing.
    nodes: nodes.filter(({ id }) => used.has(id)),
    edges: [...edges.values()],
  };
}

/** Makes one edge of two that go to and fro, towards what is only used. */
function join(edges: Map<string, DiagramEdge>, nodes: DiagramNode[]): void {
  const stores = new Set(nodes.filter(({ kind }) => kind === "store").map(({ id }) => id));
  for (const edge of edges.values()) {
    const back = edges.get(`${edge.to} ${edge.from}`);
    if (!back || !edges.has(`${edge.from} ${edge.to}`) || stores.has(edge.from)) continue;
    edges.delete(`${edge.to} ${edge.from}`);
    const label = [back.label, edge.label].filter(Boolean).join(", ");
    const isFailure = edge.isFailure && back.isFailure;
    edges.set(`${edge.from} ${edge.to}`, { ...edge, label, isFailure, isBoth: true });
  }
}

/** The system at the top of a resource's parents; empty where it is in none. */
export function systemOf(plan: Plan, address: string): string {
  for (let at: string | undefined = address; at !== undefined; at = plan.resources[at]?.parent) {
    if (typeAt(at) === "platform:stacks:System") return nameAt(at);
  }
  return "";
}

function nodesOf(plan: Plan): Located[] {
  const taken = new Map<string, number>();
  return Object.entries(plan.resources).flatMap(([address, resource]) => {
    const type = NODE_TYPES[typeAt(address)];
    if (!type || !resource.inputs || resource.read) return [];
    const { inputs } = resource;
    const name = nameAt(address);
    const physical = [inputs["name"], inputs["bucket"], inputs["deploymentGroupName"], inputs["clusterIdentifier"]];
    const label =
      physical.find((each): each is string => typeof each === "string" && !each.startsWith("${")) ?? tidy(name);
    const base = name.replace(/\W/g, "_");
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const node: DiagramNode = {
      id: count === 1 ? base : `${base}_${count}`,
      ...type,
      label,
      system: systemOf(plan, address),
    };
    const names = [
      ...new Set([label, name, `${name}-id`, ...physical.filter((each) => typeof each === "string")]),
    ] as string[];
    return [{ address, resource, inputs, node, names }];
  });
}

/** A name that the program gave, without what only tells its kind: `events-failed-queue` is `events-failed`. */
function tidy(name: string): string {
  return name.replace(/-(queue|topic|table|stream|bucket|cluster|proxy|machine|function|distribution|api)$/, "");
}

/** Finds the node that a text names: an ARN, a URL, an id, a name. */
function finder(located: Located[]): (text: string) => DiagramNode | undefined {
  const byName = new Map<string, Located[]>();
  for (const each of located) {
    for (const name of each.names) byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  return (text) => {
    // Ids may start with a region, as those of user pools, or with a kind, as those of proxies.
    const parts = text
      .split(/[:/]/)
      .map((part) => part.replace(/^[a-z]{2}-[a-z]+-\d_|^prx-/, ""))
      .filter(Boolean)
      .reverse();
    const service = /^arn:[^:]*:([a-z0-9-]+):/.exec(text)?.[1];
    for (const part of parts) {
      const found = byName
        .get(part)
        ?.filter(({ address }) => !service || serviceOf(address) === (ACTS_ON[service] ?? service));
      if (found?.length === 1) return found[0]!.node;
    }
    return undefined;
  };
}

const SERVICES: Record<string, string> = {
  apigateway: "execute-api",
  cognito: "cognito-idp",
  lb: "elasticloadbalancing",
  sfn: "states",
};
/** Services that act on what another one's resources are. */
const ACTS_ON: Record<string, string> = { "rds-db": "rds" };

function serviceOf(address: string): string {
  const service = typeAt(address).split(":")[1]!.split("/")[0]!;
  return SERVICES[service] ?? service;
}
