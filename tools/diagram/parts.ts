import type { Diagram } from "./diagram";
import type { DiagramNode } from "./node";

/** The diagram of one system: its own parts, and those of others that they touch. */
export function systemDiagram(whole: Diagram, system: string): Diagram {
  const own = new Set(whole.nodes.filter((node) => node.system === system).map(({ id }) => id));
  const edges = whole.edges.filter(({ from, to }) => own.has(from) || own.has(to));
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = whole.nodes
    .filter(({ id }) => own.has(id) || touched.has(id))
    .map((node) =>
      node.system === system || node.kind === "person"
        ? node
        : { ...node, what: `${node.what} of ${node.system || "the stack"}` },
    );
  return { title: `${whole.title}: ${system}`, nodes, edges };
}

/** The systems of a diagram, in the order of their names. */
export function systemsOf({ nodes }: Diagram): string[] {
  return [...new Set(nodes.map(({ system }) => system))].filter(Boolean).sort();
}

/** One node a system, and what goes from one to another. */
export function overview(whole: Diagram): Diagram {
  const systemById = new Map(whole.nodes.map(({ id, system, kind }) => [id, kind === "person" ? "people" : system]));
  const edges = new Map<string, Diagram["edges"][number]>();
  for (const { from: a, to: b, label, isFailure } of whole.edges) {
    const [from, to] = [systemById.get(a)!, systemById.get(b)!];
    if (!from || !to || from === to) continue;
    const known = edges.get(`${from} ${to}`);
    const labels = [...new Set([...(known?.label.split(", ") ?? []), ...label.split(", ")])].filter(Boolean);
    edges.set(`${from} ${to}`, {
      from,
      to,
      label: labels.join(", "),
      isFailure: isFailure && (known?.isFailure ?? true),
    });
  }
  const nodes = systemsOf(whole).map((system): DiagramNode => {
    const count = whole.nodes.filter((node) => node.system === system).length;
    return { id: system, kind: "function", label: system, what: count === 1 ? "1 part" : `${count} parts`, system: "" };
  });
  const isMailed = whole.nodes.some(({ kind }) => kind === "person");
  const people: DiagramNode = { id: "people", kind: "person", label: "E-mail", what: "people", system: "" };
  return {
    title: `${whole.title}: systems`,
    nodes: [...nodes, ...(isMailed ? [people] : [])],
    edges: [...edges.values()],
  };
}
