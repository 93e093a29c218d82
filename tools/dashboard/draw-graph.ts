import type { Widget } from "./dashboard-definition";
import { htmlText } from "./html-text";
import type { Line } from "./metric-data";

const COLORS = ["#1f77b4", "#2ca02c", "#9467bd", "#8c564b", "#17becf", "#e377c2", "#7f7f7f", "#bcbd22"];
const LEGEND_ROW = 16;
const SPACE = { top: 34, left: 52, right: 14, axis: 22 };

/**
 * A graph as an SVG picture: title, axes, lines, thresholds and legend, none of which lies over another.
 *
 * @param widget what CloudWatch would draw
 * @param lines its figures; a line without values is only in the legend
 * @param size in pixels
 */
export function drawGraph(widget: Widget, lines: readonly Line[], size: { width: number; height: number }): string {
  const { width, height } = size;
  const { title = "", annotations, yAxis, view } = widget.properties;
  const thresholds = annotations?.horizontal ?? [];
  const legend = legendRows(lines, width - SPACE.left - SPACE.right);
  const parts = [
    `<rect width="${width}" height="${height}" rx="6" class="card"/>`,
    text(12, 22, title, { className: "title", most: Math.floor((width - 120) / 7) }),
  ];
  if (view === "singleValue") return svg(size, [...parts, ...singleValues(lines, size)]);

  const bottom = height - SPACE.axis - legend.length * LEGEND_ROW - 8;
  const most = top([...lines.flatMap(({ values }) => values), ...thresholds.map(({ value }) => value)]);
  const plot = { left: SPACE.left, right: width - SPACE.right, top: SPACE.top + 6, bottom };
  const y = (value: number) => plot.bottom - (Math.min(value, most) / most) * (plot.bottom - plot.top);
  for (const share of [0, 0.5, 1]) {
    const at = y(most * share);
    parts.push(`<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" class="grid"/>`);
    parts.push(text(plot.left - 6, at + 4, short(most * share), { className: "axis", anchor: "end" }));
  }
  if (yAxis?.left?.label)
    parts.push(text(width - 12, 22, yAxis.left.label, { className: "axis", anchor: "end", most: 20 }));
  for (const [share, label] of [
    [0, "3 h ago"],
    [0.5, "1.5 h"],
    [1, "now"],
  ] as const) {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    parts.push(text(plot.left + share * (plot.right - plot.left), bottom + 16, label, { className: "axis", anchor }));
  }
  lines.forEach(({ values }, index) => parts.push(...path(values, plot, y, COLORS[index % COLORS.length]!)));
  parts.push(...thresholdLines(thresholds, plot, y));
  if (lines.every(({ values }) => values.every((value) => value === undefined))) {
    parts.push(text((plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2, "no data", middle("empty")));
  }
  legend.forEach((row, at) => {
    for (const { index, label, x } of row) {
      const where = bottom + SPACE.axis + 12 + at * LEGEND_ROW;
      const color = COLORS[index % COLORS.length];
      parts.push(`<rect x="${x}" y="${where - 8}" width="10" height="3" fill="${color}"/>`);
      parts.push(text(x + 14, where - 3, label, { className: "axis" }));
    }
  });
  return svg(size, parts);
}

/** Lines across the plot; a label moves up or down until it lies over no other. */
function thresholdLines(
  thresholds: readonly { label: string; value: number; color?: string }[],
  plot: { left: number; right: number; top: number; bottom: number },
  y: (value: number) => number,
): string[] {
  const taken: number[] = [];
  return [...thresholds]
    .sort((a, b) => b.value - a.value)
    .flatMap(({ label, value, color = "#d13212" }) => {
      const at = y(value);
      let where = at - 4;
      if (where < plot.top + 8) where = at + 12;
      const away = at > (plot.top + plot.bottom) / 2 ? -12 : 12;
      while (taken.some((other) => Math.abs(other - where) < 12)) where += away;
      taken.push(where);
      const says = `${label} ${short(value)}`;
      return [
        `<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" stroke="${htmlText(color)}" class="threshold"/>`,
        `<g fill="${htmlText(color)}">${text(plot.right - 2, where, says, { className: "label", anchor: "end", most: 46 })}</g>`,
      ];
    });
}

/** Runs of neighbouring datapoints as lines, a single one as a dot. */
function path(
  values: readonly (number | undefined)[],
  plot: { left: number; right: number },
  y: (value: number) => number,
  color: string,
): string[] {
  const x = (index: number) =>
    plot.left + (values.length > 1 ? index / (values.length - 1) : 1) * (plot.right - plot.left);
  const runs: number[][] = [];
  values.forEach((value, index) => {
    if (value === undefined) return;
    const run = runs.at(-1);
    if (run && run.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  });
  return runs.map((run) => {
    const points = run.map((index) => `${x(index).toFixed(1)},${y(values[index]!).toFixed(1)}`);
    if (points.length > 1) return `<polyline points="${points.join(" ")}" stroke="${color}" class="line"/>`;
    const [cx, cy] = points[0]!.split(",");
    return `<circle cx="${cx}" cy="${cy}" r="2.5" fill="${color}"/>`;
  });
}

function singleValues(lines: readonly Line[], { width, height }: { width: number; height: number }): string[] {
  const share = width / Math.max(1, lines.length);
  return lines.flatMap(({ label, values }, index) => {
    const last = values.filter((value) => value !== undefined).at(-1);
    const at = share * (index + 0.5);
    return [
      text(at, height / 2 + 12, last === undefined ? "–" : short(last), middle("number")),
      text(at, height / 2 + 36, label, { ...middle("axis"), most: Math.floor(share / 6.5) }),
    ];
  });
}

/** Where each line's label goes, in as many rows as it takes. */
function legendRows(lines: readonly Line[], width: number): { index: number; label: string; x: number }[][] {
  const rows: { index: number; label: string; x: number }[][] = [[]];
  let x = 0;
  lines.forEach(({ label }, index) => {
    const shown = cut(label, 40);
    const needed = 14 + shown.length * 6.2 + 12;
    if (x > 0 && x + needed > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)!.push({ index, label: shown, x: SPACE.left + x });
    x += needed;
  });
  return rows.filter((row) => row.length > 0);
}

interface TextOptions {
  className: string;
  anchor?: "start" | "middle" | "end";
  /** Characters; what is longer is cut, and whole in the tooltip. */
  most?: number;
}

function middle(className: string): TextOptions {
  return { className, anchor: "middle" };
}

function text(x: number, y: number, words: string, { className, anchor = "start", most = 60 }: TextOptions): string {
  const shown = cut(words, most);
  const whole = shown === words ? "" : `<title>${htmlText(words)}</title>`;
  const where = `x="${x.toFixed(1)}" y="${y.toFixed(1)}"`;
  return `<text ${where} text-anchor="${anchor}" class="${className}">${whole}${htmlText(shown)}</text>`;
}

function cut(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, Math.max(1, most - 1))}…` : words;
}

/** A round figure above every value. */
function top(values: readonly (number | undefined)[]): number {
  const most = Math.max(0, ...values.filter((value) => value !== undefined)) * 1.15;
  if (most === 0) return 1;
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil((most / step) * 2) * (step / 2);
}

/** 1,500 as 1.5k. */
function short(value: number): string {
  const [divisor, unit] = value >= 1e9 ? [1e9, "G"] : value >= 1e6 ? [1e6, "M"] : value >= 1e4 ? [1e3, "k"] : [1, ""];
  return `${Number((value / divisor).toFixed(2))}${unit}`;
}

function svg({ width, height }: { width: number; height: number }, parts: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img">${parts.join("")}</svg>`;
}
