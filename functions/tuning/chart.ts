import type { Outcome } from "./statistics";

const WIDTH = 760;
const HEIGHT = 380;
const EDGE = { left: 80, right: 100, top: 30, bottom: 60 };
const TIME = "#0b5cad";
const COST = "#b3400e";

/**
 * A page with a chart of time and cost by memory, as a `data:` URL: whole in itself, without scripts, so that nothing is
 * stored anywhere and nobody is told. Open it by pasting it into a browser's address line.
 *
 * @param outcomes at least one, in the order of their sizes
 * @param best the size that was chosen
 * @param title what was tuned, and how
 */
export function chartUrl(outcomes: Outcome[], best: Outcome, title: string): string {
  return `data:text/html;charset=utf-8;base64,${Buffer.from(page(outcomes, best, title)).toString("base64")}`;
}

function page(outcomes: Outcome[], best: Outcome, title: string): string {
  const rows = outcomes
    .map((each) => {
      const mark = each.power === best.power ? " class=best" : "";
      return `<tr${mark}><th scope=row>${each.power}<td>${each.duration.toFixed(2)}<td>${perMillion(each.cost)}`;
    })
    .join("\n");
  return `<!doctype html>
<html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:48rem;padding:0 1rem;color:#1a1a1a;background:#fff}
svg{width:100%;height:auto}text{font:13px system-ui,sans-serif;fill:#1a1a1a}table{border-collapse:collapse}
th,td{padding:.25rem 1rem;text-align:right;border-bottom:1px solid #ccc}.best{font-weight:bold;background:#eef6ee}</style>
<h1>${escaped(title)}</h1>
<p>Best size: <strong>${best.power} MB</strong>, ${best.duration.toFixed(2)} ms an invocation, ${perMillion(best.cost)} USD a million.</p>
${drawing(outcomes)}
<table><caption>One warm invocation</caption>
<thead><tr><th scope=col>Memory, MB<th scope=col>Time, ms<th scope=col>Cost of a million, USD</thead>
<tbody>
${rows}
</tbody></table>
</html>
`;
}

function drawing(outcomes: Outcome[]): string {
  const x = (index: number) => EDGE.left + ((index + 0.5) * (WIDTH - EDGE.left - EDGE.right)) / outcomes.length;
  const y = (value: number, highest: number) =>
    HEIGHT - EDGE.bottom - (value / highest) * (HEIGHT - EDGE.top - EDGE.bottom);
  const highest = (field: "duration" | "cost") => Math.max(...outcomes.map((each) => each[field]), Number.MIN_VALUE);
  const line = (field: "duration" | "cost", colour: string, dash: string) => {
    const most = highest(field);
    const points = outcomes.map((each, index) => [x(index), y(each[field], most)].map((at) => at.toFixed(1)));
    const marks = points.map(([cx, cy]) => `<circle cx=${cx} cy=${cy} r=4 fill="${colour}"/>`).join("");
    return `<polyline fill=none stroke="${colour}" stroke-width=2.5 ${dash}points="${points.join(" ")}"/>${marks}`;
  };
  const bottom = HEIGHT - EDGE.bottom;
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share, 1).toFixed(1);
    return (
      `<line x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${at} y2=${at} stroke="#ddd"/>` +
      `<text x=${EDGE.left - 8} y=${at} dy=4 text-anchor=end>${(share * highest("duration")).toFixed(1)}</text>` +
      `<text x=${WIDTH - EDGE.right + 8} y=${at} dy=4>${perMillion(share * highest("cost"))}</text>`
    );
  });
  const sizes = outcomes.map(
    ({ power }, index) => `<text x=${x(index).toFixed(1)} y=${bottom + 20} text-anchor=middle>${power}</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role=img aria-label="Time and cost of one invocation by memory">
${steps.join("\n")}
${sizes.join("")}
<text x=${WIDTH / 2} y=${HEIGHT - 12} text-anchor=middle>Memory, MB</text>
<text x=${EDGE.left} y=16 style="fill:${TIME}">● Time, ms</text>
<text x=${WIDTH - EDGE.right} y=16 text-anchor=end style="fill:${COST}">● Cost of a million, USD (dashed)</text>
${line("duration", TIME, "")}
${line("cost", COST, 'stroke-dasharray="7 5" ')}
</svg>`;
}

/** The cost of one invocation is far below a cent, and hard to compare. */
function perMillion(cost: number): string {
  return (cost * 1_000_000).toFixed(4);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
