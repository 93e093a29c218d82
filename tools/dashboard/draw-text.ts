import { htmlText } from "./html-text";

/**
 * The Markdown that the platform's own text widgets use: headings, paragraphs and links.
 *
 * @param markdown one block a line
 */
export function drawText(markdown: string): string {
  return markdown
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, marks, rest] = /^(#{1,3}) (.*)$/.exec(line) ?? [];
      const tag = marks ? `h${marks.length}` : "p";
      return `<${tag}>${inline(rest ?? line)}</${tag}>`;
    })
    .join("");
}

function inline(text: string): string {
  return htmlText(text).replace(
    /\[([^\]]+)\]\((https:[^)\s]+)\)/g,
    (_whole, words: string, url: string) => `<a href="${url}">${words}</a>`,
  );
}
