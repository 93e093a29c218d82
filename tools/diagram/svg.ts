import { htmlText } from "../dashboard/html-text";
import type { Diagram } from "./diagram";
import { BOX, layout, type PlacedEdge, type PlacedNode, type Point } from "./layout";
import type { NodeKind } from "./node";

/** Fill and border by kind; the border is dark enough on white to be told from the others. */
const COLORS: Record<NodeKind, [string, string]> = {
  entry: ["#f2f3f3", "#545b64"],
  api: ["#efe6fd", "#6b2fc9"],
  function: ["#fff1de", "#b35c00"],
  store: ["#e5eefc", "#1f5fbf"],
  queue: ["#fde8ef", "#b0084d"],
  stream: ["#fde8ef", "#b0084d"],
  topic: ["#fde8ef", "#b0084d"],
  workflow: ["#e6f6ec", "#1d7a3f"],
  edge: ["#efe6fd", "#6b2fc9"],
  person: ["#ffffff", "#16191f"],
};
const LONGEST = 26;

/** A diagram as a picture by itself: no script, no font and no image from elsewhere. */
export function svg(diagram: Diagram): string {
  const { nodes, edges, width, height } = layout(diagram);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + 40}" width="${width}" height="${height + 40}" role="img" aria-label="${htmlText(diagram.title)}">`,
    "<style>text{font-family:system-ui,sans-serif;fill:#16191f}.what{font-size:10px;fill:#545b64}.name{font-size:13px}.edge{font-size:10px;fill:#414750;paint-order:stroke;stroke:#fff;stroke-width:4px}</style>",
    '<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#545b64"/></marker></defs>',
    `<rect width="100%" height="100%" fill="#fff"/><text x="24" y="26" style="font-size:16px;font-weight:600">${htmlText(diagram.title)}</text>`,
    '<g transform="translate(0 40)">',
    ...edges.map(line),
    ...nodes.map(box),
    ...edges.map(label),
    "</g></svg>",
    "",
  ].join("\n");
}

function box({ x, y, kind, label: name, what }: PlacedNode): string {
  const [fill, border] = COLORS[kind];
  const radius = kind === "store" ? 14 : kind === "person" ? 23 : 5;
  const shown = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  return [
    `<g><title>${htmlText(`${what} ${name}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="${radius}" fill="${fill}" stroke="${border}"/>`,
    `<text class="name" x="${x + BOX.width / 2}" y="${y + 20}" text-anchor="middle">${htmlText(shown)}</text>`,
    `<text class="what" x="${x + BOX.width / 2}" y="${y + 36}" text-anchor="middle">${htmlText(what)}</text></g>`,
  ].join("");
}

function line({ isFailure, isBack, isBoth, points }: PlacedEdge): string {
  const dashes = isFailure ? ' stroke-dasharray="5 4"' : "";
  const [start, ...rest] = points as [Point, ...Point[]];
  const steps = rest.map((to, index) => {
    const from = points[index]!;
    const middle = (from.x + to.x) / 2;
    return from.y === to.y ? `L${to.x} ${to.y}` : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
  });
  const arrows = `${isBack || isBoth ? ' marker-start="url(#end)"' : ""}${isBack ? "" : ' marker-end="url(#end)"'}`;
  return `<path d="M${start.x} ${start.y}${steps.join("")}" fill="none" stroke="#545b64"${dashes}${arrows}/>`;
}

/** Nearer to the end with the arrow, where lines that start at one box have come apart. */
function label({ label: text, points, isBack }: PlacedEdge): string {
  if (!text) return "";
  if (points.length > 2) {
    // On the last stretch beside other boxes, where each line has room for itself.
    const [from, to] = (isBack ? points.slice(1, 3) : points.slice(-3, -1)) as [Point, Point];
    return words(text, (from.x + to.x) / 2, from.y);
  }
  const [a, b] = (isBack ? [points[1], points[0]] : points) as [Point, Point];
  const t = 0.6;
  // On the curve of the last step, whose bends are in its middle.
  const bend = (a.x + b.x) / 2;
  const x = (1 - t) ** 3 * a.x + 3 * (1 - t) * t * bend + t ** 3 * b.x;
  const y = a.y + (b.y - a.y) * (3 * (1 - t) * t ** 2 + t ** 3);
  return words(text, x, y);
}

function words(text: string, x: number, y: number): string {
  return `<text class="edge" x="${x.toFixed(0)}" y="${(y + 3).toFixed(0)}" text-anchor="middle">${htmlText(text)}</text>`;
}
