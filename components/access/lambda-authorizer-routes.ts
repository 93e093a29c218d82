import { InputError } from "../input-error";

/** A route that tokens are checked for. */
export interface AuthorizedRoute {
  /** Verb, or `ANY` for all. */
  method: string;
  /** From the root, for example `/users/{id}`. */
  path: string;
  /** Scopes that a token must carry, all of them; at least one. */
  scopes: string[];
}

const VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Lambda takes 4 KB of environment in all, the platform's own variables included. */
const MOST_BYTES = 3072;

/**
 * The routes as the authorizer reads them from its environment: one entry a verb, in an order that does not depend on the
 * caller's.
 *
 * @throws InputError if there is none, one comes twice or names no scope, or all together do not fit into a function's environment
 */
export function routesVariable(component: string, name: string, routes: AuthorizedRoute[]): string {
  const open = routes.find((route) => !route.scopes.length);
  if (open) {
    const fix = "name at least one: a token of any client, for whatever purpose, would do";
    throw new InputError(component, name, `routes ${open.method} ${open.path} scopes`, [], fix);
  }
  if (!routes.length)
    throw new InputError(component, name, "routes", [], "give the routes that tokens are checked for");
  const entries = routes
    .flatMap(({ method, path, scopes }) =>
      (method === "ANY" ? VERBS : [method]).map((verb) => ({ method: verb, path, scopes })),
    )
    .sort((a, b) => compare(`${a.path} ${a.method}`, `${b.path} ${b.method}`));
  entries.forEach(({ method, path }, index) => {
    const next = entries[index + 1];
    if (next?.method === method && next.path === path) {
      throw new InputError(component, name, "routes", `${method} ${path}`, "name each route once");
    }
  });
  const text = JSON.stringify(entries);
  if (Buffer.byteLength(text) > MOST_BYTES) {
    const fix = `keep their list under ${MOST_BYTES} bytes, a function's environment takes 4 KB: split the API or use {proxy+}`;
    throw new InputError(component, name, "routes", `${routes.length} routes of ${Buffer.byteLength(text)} bytes`, fix);
  }
  return text;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
