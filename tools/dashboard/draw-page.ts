import type { DashboardDefinition, Widget } from "./dashboard-definition";
import { drawAlarms } from "./draw-alarms";
import { drawGraph } from "./draw-graph";
import { drawText } from "./draw-text";
import { htmlText } from "./html-text";
import type { MetricSource } from "./metric-data";

/** Pixels of a unit of CloudWatch's grid, and what lies between two widgets. */
const UNIT = { width: 60, height: 48 };
const GAP = 8;

const STYLE = `
  body { margin: 0; background: #f2f3f3; color: #16191f; font: 14px/1.4 "DejaVu Sans", Verdana, sans-serif; }
  main { position: relative; margin: 16px; }
  main > div { position: absolute; overflow: hidden; box-sizing: border-box; }
  .words h1 { font-size: 22px; margin: 4px 0; } .words h2 { font-size: 16px; margin: 12px 0 0; }
  .words a { color: #0073bb; } .words p { margin: 2px 0; }
  .card { fill: #fff; stroke: #d5dbdb; } .title { font-weight: bold; font-size: 13px; fill: #16191f; }
  .axis { font-size: 11px; fill: #545b64; } .grid { stroke: #eaeded; } .line { fill: none; stroke-width: 1.6; }
  .threshold { stroke-width: 1.2; stroke-dasharray: 6 4; } .label { font-size: 10px; }
  .empty { font-size: 13px; fill: #aab7b8; } .number { font-size: 30px; fill: #16191f; }
  .panel { background: #fff; border: 1px solid #d5dbdb; border-radius: 6px; padding: 8px 12px; overflow: auto; }
  .panel h3 { margin: 0 0 6px; font-size: 13px; }
  .alarms { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 4px; }
  .alarms li { font-size: 11px; padding: 3px 6px; border-left: 4px solid #aab7b8; background: #fafafa; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .alarms li.OK { border-color: #1d8102; } .alarms li.ALARM { border-color: #d13212; background: #fdf3f1; font-weight: bold; }
`;

/**
 * A dashboard as a page of its own that needs nothing else, in CloudWatch's layout.
 *
 * @param source where its figures come from
 */
export async function drawPage(dashboard: DashboardDefinition, source: MetricSource): Promise<string> {
  const placed = await Promise.all(dashboard.widgets.map(async (widget) => place(widget, await drawn(widget, source))));
  const height = Math.max(0, ...dashboard.widgets.map(({ y, height: units }) => y + units)) * UNIT.height;
  const name = htmlText(dashboard.name);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>${STYLE}</style></head>`,
    `<body><main style="width:${24 * UNIT.width}px;height:${height}px">${placed.join("\n")}</main></body></html>\n`,
  ].join("\n");
}

async function drawn(widget: Widget, source: MetricSource): Promise<string> {
  switch (widget.type) {
    case "text":
      return drawText(widget.properties.markdown ?? "");
    case "alarm":
      return drawAlarms(widget, await source.states(widget.properties.alarms ?? []));
    case "metric":
      return drawGraph(widget, await source.lines(widget), {
        width: widget.width * UNIT.width - GAP,
        height: widget.height * UNIT.height - GAP,
      });
  }
}

function place({ type, x, y, width, height }: Widget, content: string): string {
  const box = [
    `left:${x * UNIT.width}px`,
    `top:${y * UNIT.height}px`,
    `width:${width * UNIT.width - GAP}px`,
    `height:${height * UNIT.height - GAP}px`,
  ].join(";");
  const kind = type === "text" ? ' class="words"' : type === "alarm" ? ' class="panel"' : "";
  return `<div${kind} style="${box}">${content}</div>`;
}
