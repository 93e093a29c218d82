import { createHash } from "node:crypto";

/**
 * A path as part of a Pulumi resource name: `/students/list` is `students-list`, the root is `root`. Paths with other
 * characters than letters and digits, which could end up alike, carry a short hash: the name of a resource depends on its
 * own path only, so that adding a route never renames another.
 */
export function pathSlug(path: string): string {
  if (path === "/") return "root";
  const readable = path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const plain = /^(\/[A-Za-z0-9]+)+$/.test(path) && path !== "/root";
  return plain ? readable : `${readable}-${createHash("sha256").update(path).digest("hex").slice(0, 6)}`;
}

/** A route as part of a resource name: `post-students`. */
export function routeSlug(route: { method: string; path: string }): string {
  return `${route.method.toLowerCase()}-${pathSlug(route.path)}`;
}
