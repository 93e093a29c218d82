import type { HashtagCount } from "./counts-of";

/** What a chart shows. */
export interface Chart {
  /** Start of the first hour, and end of the last, ISO 8601. */
  from: string;
  to: string;
  top: readonly HashtagCount[];
}

const WIDTH = 720;
const ROW = 36;
const LABEL = 220;
const COUNT = 90;

/** A page with the chart, complete in itself: no script, and nothing that is loaded from anywhere. */
export function chartPage({ from, to, top }: Chart): string {
  const highest = Math.max(1, ...top.map(({ count }) => count));
  const rows = top.map((each, index) => row(each, index, highest)).join("");
  const height = Math.max(1, top.length) * ROW;
  const none = `<text x="0" y="24">No hashtags in this time.</text>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hashtag trends</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: ${WIDTH}px; padding: 0 1rem; }
svg { width: 100%; height: auto; }
text { fill: currentColor; font-size: 16px; }
rect { fill: #2f6fed; }
</style>
</head>
<body>
<h1>Hashtag trends</h1>
<p>From <time datetime="${escaped(from)}">${escaped(from)}</time> to <time datetime="${escaped(to)}">${escaped(to)}</time></p>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="chart-title">
<title id="chart-title">${top.length === 0 ? "No hashtags" : `The ${top.length} hashtags used most`}</title>
${rows || none}
</svg>
</body>
</html>
`;
}

function row({ hashtag, count }: HashtagCount, index: number, highest: number): string {
  const y = index * ROW;
  const length = Math.max(2, Math.round(((WIDTH - LABEL - COUNT) * count) / highest));
  const label = hashtag.length > 24 ? `${[...hashtag].slice(0, 23).join("")}…` : hashtag;
  return `<g><title>#${escaped(hashtag)}: ${count}</title><text x="0" y="${y + 24}">#${escaped(label)}</text><rect x="${LABEL}" y="${y + 6}" width="${length}" height="${ROW - 12}" rx="3"/><text x="${LABEL + length + 8}" y="${y + 24}">${count}</text></g>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
