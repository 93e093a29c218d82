import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { json, type Reply } from "./http";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** As strict as the deployed site's: nothing inline, nothing from elsewhere. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
};

/**
 * Answers requests for pages as the deployed site does.
 *
 * @param folder the pages' folder
 * @param config what `/config.json` holds
 */
export function pages(folder: string, config: object): (method: string, path: string) => Promise<Reply> {
  const root = resolve(folder);
  const page = async (path: string, status: number): Promise<Reply | undefined> => {
    const file = resolve(join(root, path));
    const type = TYPES[extname(file)];
    if (!type || !file.startsWith(`${root}/`)) return undefined;
    const body = await readFile(file).catch(() => undefined);
    return body && { status, headers: { ...HEADERS, "content-type": type }, body };
  };
  return async (method, path) => {
    if (method !== "GET" && method !== "HEAD") return json(405, { message: "Method Not Allowed" });
    if (path === "/config.json") return json(200, config, HEADERS);
    const found = await page(path === "/" ? "/index.html" : path, 200);
    return found ?? (await page("/error.html", 404)) ?? json(404, { message: "Not Found" });
  };
}
