import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** A link to something in the repository. */
export interface Link {
  /** As it is written; empty for a heading of the same page. */
  target: string;
  /** Without the hash sign; empty where there is none. */
  anchor: string;
}

/** The text without what is code: there, brackets and hash signs mean something else. */
function withoutCode(text: string): string {
  return text.replace(/^( *)```.*?^\1```$/gms, "").replace(/<!--.*?-->/gs, "");
}

/** The links and images of a page, those to other sites left out. */
export function linksOf(text: string): Link[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, "``");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address]) => address!)
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [target = "", anchor = ""] = address.split("#");
      return { target, anchor };
    });
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
    const anchor = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/**
 * The links of a page that lead nowhere.
 *
 * @param root the folder that `file` is relative to
 * @returns one line each, with the file and the link as written
 */
export function brokenLinks(root: string, file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return linksOf(text)
    .filter(({ target, anchor }) => {
      const full = target === "" ? path.join(root, file) : path.resolve(root, path.dirname(file), target);
      if (!existsSync(full)) return true;
      return anchor !== "" && full.endsWith(".md") && !anchorsOf(readFileSync(full, "utf8")).includes(anchor);
    })
    .map(({ target, anchor }) => `${file}: ${target}${anchor && `#${anchor}`}`);
}
