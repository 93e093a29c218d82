import type { Diagram } from "./diagram";
import type { NodeKind } from "./node";

/** Brackets that make the shape. https://mermaid.js.org/syntax/flowchart.html#node-shapes */
const SHAPES: Record<NodeKind, [string, string]> = {
  entry: ["{{", "}}"],
  api: ["[[", "]]"],
  function: ["[", "]"],
  store: ["[(", ")]"],
  queue: ["[/", "/]"],
  stream: ["[/", "/]"],
  topic: [">", "]"],
  workflow: ["{{", "}}"],
  edge: ["([", "])"],
  person: ["((", "))"],
};

/** A diagram as Mermaid's text, which GitHub draws in Markdown. */
export function mermaid({ nodes, edges }: Diagram): string {
  const lines = ["flowchart LR"];
  for (const { id, kind, label, what } of nodes) {
    const [open, close] = SHAPES[kind];
    lines.push(`  n_${id}${open}"${quoted(label)}<br/>${quoted(what)}"${close}`);
  }
  for (const { from, to, label, isFailure, isBoth } of edges) {
    const arrow = isBoth ? "<-->" : isFailure ? "-.->" : "-->";
    lines.push(`  n_${from} ${arrow}${label ? `|"${quoted(label)}"|` : ""} n_${to}`);
  }
  return lines.join("\n");
}

function quoted(text: string): string {
  return text.replace(/"/g, "#quot;").replace(/</g, "#lt;").replace(/>/g, "#gt;");
}
