import { isNode, parseDocument, stringify, type Document } from "yaml";
import type { Answer } from "./answer";

/**
 * Writes values into the text of a YAML file and leaves everything else as it is, to the byte: comments, order, quotes
 * and blank lines. Keys that are not there yet are added.
 *
 * @param text the file
 * @param answers values by path, each path once
 */
export function editYaml(text: string, answers: readonly Answer[]): string {
  let document = parseDocument(text);
  const missing = answers.filter(({ path }) => !nodeAt(document, path));
  if (missing.length > 0) {
    // Adding needs the parser's own writer, which keeps comments but may change spacing.
    for (const { path, value } of missing) document.setIn(path, document.createNode(value));
    text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
    document = parseDocument(text);
  }
  const edits = answers
    .filter((answer) => !missing.includes(answer))
    .map(({ path, value }) => ({ range: nodeAt(document, path)!.range!, value: flowText(value) }))
    // From the end, so that the offsets of the others stay right.
    .sort((a, b) => b.range[0] - a.range[0]);
  return edits.reduce((edited, { range: [start, end], value }) => {
    // A list in block style ends with the line's end, which is not part of its value.
    const kept = edited.slice(start, end).trimEnd().length;
    return edited.slice(0, start) + value + edited.slice(start + kept);
  }, text);
}

function nodeAt(document: Document, path: string[]) {
  const node = document.getIn(path, true);
  return isNode(node) && node.range ? node : undefined;
}

/** A value on one line; texts that would read as something else are quoted. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  // The list's own characters end a plain text inside a list.
  if (typeof value === "string" && /[,[\]{}]/.test(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
