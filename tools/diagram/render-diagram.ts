import { htmlText } from "../dashboard/html-text";
import type { Plan } from "../plan/plan";
import { diagramOf, type Diagram } from "./diagram";
import { mermaid } from "./mermaid";
import { overview, systemDiagram, systemsOf } from "./parts";
import { svg } from "./svg";

/** Endings of the files that diagrams can be written to. */
export const diagramEndings = [".md", ".svg", ".html"] as const;

/** The overview of a plan, and a diagram of each system. */
export function diagramsOf(plan: Plan): Diagram[] {
  const whole = diagramOf(plan);
  return [overview(whole), ...systemsOf(whole).map((system) => systemDiagram(whole, system))];
}

/**
 * The diagrams of a plan as the text of a file.
 *
 * @param ending `.md` for Mermaid in Markdown, `.svg` for one picture with all of them, `.html` for a page
 */
export function renderDiagrams(plan: Plan, ending: (typeof diagramEndings)[number]): string {
  const diagrams = diagramsOf(plan);
  if (ending === ".md") return markdown(diagrams);
  return ending === ".svg" ? stacked(diagrams.map(svg)) : page(plan.stack, diagrams.map(svg));
}

/** Each diagram under its own heading, drawn by GitHub. */
export function markdown(diagrams: readonly Diagram[]): string {
  return diagrams
    .map((diagram) => `## ${diagram.title.split(": ").at(-1)}\n\n\`\`\`mermaid\n${mermaid(diagram)}\n\`\`\`\n`)
    .join("\n");
}

function page(stack: string, pictures: readonly string[]): string {
  const title = htmlText(`Diagrams of ${stack}`);
  const style = "body{margin:16px;background:#f2f3f3}svg{display:block;margin:0 0 16px;max-width:100%;height:auto}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style>\n${pictures.join("\n")}</html>\n`;
}

/** One picture below the other. */
function stacked(pictures: readonly string[]): string {
  let y = 0;
  let widest = 0;
  const placed = pictures.map((picture) => {
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(picture)!;
    const shifted = picture.replace("<svg ", `<svg y="${y}" `);
    y += Number(height);
    widest = Math.max(widest, Number(width));
    return shifted;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widest} ${y}" width="${widest}" height="${y}">\n${placed.join("\n")}</svg>\n`;
}
