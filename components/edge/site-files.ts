import { readdirSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";

/** A file of a site, as it is served. */
export interface SiteFile {
  /** Path below the site's root, with `/`, which is also the object's key. */
  key: string;
  /** Path from the repository's root, where the program finds it. */
  file: string;
  contentType: string;
  cacheControl: string;
}

const ROOT = resolve(__dirname, "../..");

const CONTENT_TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Pages are asked for again each time (a 304 when unchanged), so that a deployment shows at once. */
const PAGE = "no-cache";
/** Files with a hash in their name never change. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** Others may be out of date for as long as a coffee takes to order. */
const ASSET = "public, max-age=60";

/**
 * The files below a folder, sorted, without those whose name starts with a dot.
 *
 * @param folder from the repository's root, for example `web`
 * @throws Error if the folder is missing, or has a file whose type is not known: browsers are told not to guess
 */
export function siteFiles(folder: string): SiteFile[] {
  const root = join(ROOT, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((key) => !key.split("/").some((part) => part.startsWith(".")))
    .sort()
    .map((key) => {
      const contentType = CONTENT_TYPES[extname(key).toLowerCase()];
      if (!contentType) throw new Error(`the type of ${folder}/${key} is not known, add it to site-files.ts`);
      return { key, file: join(root, key), contentType, cacheControl: cacheControl(key) };
    });
}

function cacheControl(key: string): string {
  if (key.endsWith(".html")) return PAGE;
  return /[.-][0-9a-f]{8,}\.[a-z0-9]+$/i.test(key) ? IMMUTABLE : ASSET;
}
