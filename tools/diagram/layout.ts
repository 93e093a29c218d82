import type { Diagram, DiagramEdge } from "./diagram";
import type { DiagramNode } from "./node";

/** Units of the picture. */
export const BOX = { width: 190, height: 46 };
const GAP = { column: 120, row: 22 };
const MARGIN = 24;
/** What a line takes in a column that it only passes. */
const LANE = 8;
const TURNS = 12;

/** A node where it stands: its left upper corner. */
export interface PlacedNode extends DiagramNode {
  x: number;
  y: number;
}

/** A point that a line goes through. */
export interface Point {
  x: number;
  y: number;
}

/** A line, from left to right: between boxes and past those in between. */
export interface PlacedEdge extends DiagramEdge {
  points: Point[];
  /** True where it goes back: its arrow is at the left end. */
  isBack: boolean;
}

/** A diagram with places. */
export interface Layout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

/** An edge as the columns see it: all that it touches, from left to right. */
interface Chain {
  edge: DiagramEdge;
  isBack: boolean;
  ids: string[];
}

/**
 * Places nodes in columns, from where data come in to where they rest: each stands right of what it gets data from, and what a
 * line passes makes room for it. Within a column, those that belong together stand near each other, so that few lines cross.
 */
export function layout({ nodes, edges }: Diagram): Layout {
  const depth = depths(nodes, edges);
  const columns: string[][] = Array.from({ length: Math.max(0, ...depth.values()) + 1 }, () => []);
  for (const { id } of nodes) columns[depth.get(id)!]!.push(id);
  const chains = edges.map((edge, index) => chain(edge, index, depth, columns));
  order(columns, chains);

  const byId = new Map(nodes.map((node) => [node.id, node]));
  const heightOf = (id: string) => (byId.has(id) ? BOX.height : LANE);
  const tallOf = (column: string[]) => column.reduce((sum, id) => sum + heightOf(id) + GAP.row, -GAP.row);
  const height = Math.max(...columns.map(tallOf), BOX.height) + 2 * MARGIN;
  const places = new Map<string, Point>();
  columns.forEach((column, index) => {
    let y = (height - tallOf(column)) / 2;
    for (const id of column) {
      places.set(id, { x: MARGIN + index * (BOX.width + GAP.column), y });
      y += heightOf(id) + GAP.row;
    }
  });
  return {
    nodes: nodes.map((node) => ({ ...node, ...places.get(node.id)! })),
    edges: chains.map(({ edge, isBack, ids }) => ({
      ...edge,
      isBack,
      points: ids.flatMap((id, index) => {
        const { x, y } = places.get(id)!;
        const middle = y + heightOf(id) / 2;
        const ends = index === 0 ? [x + BOX.width] : index === ids.length - 1 ? [x] : [x, x + BOX.width];
        return ends.map((each) => ({ x: each, y: middle }));
      }),
    })),
    width: columns.length * (BOX.width + GAP.column) - GAP.column + 2 * MARGIN,
    height,
  };
}

/** The column of each node: one more than that of any it gets data from; a way back does not count. */
function depths(nodes: DiagramNode[], edges: DiagramEdge[]): Map<string, number> {
  const sources = new Map<string, string[]>();
  for (const { from, to } of edges) sources.set(to, [...(sources.get(to) ?? []), from]);
  const depth = new Map<string, number>();
  const under = new Set<string>();
  const visit = (id: string): number => {
    const known = depth.get(id);
    if (known !== undefined) return known;
    under.add(id);
    const before = (sources.get(id) ?? []).filter((from) => !under.has(from)).map((from) => visit(from) + 1);
    under.delete(id);
    const own = Math.max(0, ...before);
    depth.set(id, own);
    return own;
  };
  for (const { id } of nodes) visit(id);
  return depth;
}

/** Gives an edge a place in each column that it passes. */
function chain(edge: DiagramEdge, index: number, depth: Map<string, number>, columns: string[][]): Chain {
  const isBack = depth.get(edge.from)! > depth.get(edge.to)!;
  const [left, right] = isBack ? [edge.to, edge.from] : [edge.from, edge.to];
  const ids = [left];
  for (let column = depth.get(left)! + 1; column < depth.get(right)!; column++) {
    const id = `lane ${index} ${column}`;
    columns[column]!.push(id);
    ids.push(id);
  }
  return { edge, isBack, ids: [...ids, right] };
}

/** Sorts each column by where the neighbours of its members stand, to and fro. */
function order(columns: string[][], chains: Chain[]): void {
  const near = new Map<string, string[]>();
  for (const { ids } of chains) {
    for (let index = 1; index < ids.length; index++) {
      const [a, b] = [ids[index - 1]!, ids[index]!];
      near.set(a, [...(near.get(a) ?? []), b]);
      near.set(b, [...(near.get(b) ?? []), a]);
    }
  }
  const place = new Map<string, number>();
  const note = (column: string[]) => column.forEach((id, row) => place.set(id, row - column.length / 2));
  columns.forEach(note);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const column of turn % 2 === 0 ? columns : [...columns].reverse()) {
      const middle = new Map(
        column.map((id) => {
          const rows = (near.get(id) ?? []).map((each) => place.get(each)!);
          return [id, rows.length === 0 ? place.get(id)! : rows.reduce((sum, row) => sum + row, 0) / rows.length];
        }),
      );
      column.sort((a, b) => middle.get(a)! - middle.get(b)!);
      note(column);
    }
  }
}
