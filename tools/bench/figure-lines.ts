import type { Figure } from "./figure";

/** Figures as lines of a table. */
export function figureLines(figures: readonly Figure[]): string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures.map(({ name, value, unit, ratio }) => {
    const compared = ratio ? `  ${ratio.value.toFixed(2)} × ${ratio.to}` : "";
    return `  ${name.padEnd(width)}  ${rounded(value).padStart(8)} ${unit.padEnd(2)}${compared}`.trimEnd();
  });
}

/** Three digits say all that can be relied on. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
