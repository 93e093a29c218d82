import { HTTP_METHODS, pathParameters, type Route } from "./route";
import type { Fail } from "./validation";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const SEGMENT = /^(\{[A-Za-z0-9_-]+\}|[A-Za-z0-9._,:-]+)$/;
const GREEDY = /^\{[A-Za-z0-9_-]+\+\}$/;

/**
 * Refuses paths that API Gateway cannot hold together: illegal segments, routes given twice, and two parameters at one place.
 *
 * @param hasCors true where the API itself answers OPTIONS
 */
export function checkPaths(routes: Route[], hasCors: boolean, fail: Fail): void {
  if (!routes.length) fail("routes", [], "give at least one route");
  const seen = new Set<string>();
  const parameterAt = new Map<string, string>();
  for (const { method, path } of routes) {
    const route = `${method} ${path}`;
    if (!HTTP_METHODS.includes(method)) fail(`${route} method`, method, `use one of ${HTTP_METHODS.join(", ")}`);
    checkSegments(route, path, fail);
    if (seen.has(route)) fail("routes", route, "give each route once");
    seen.add(route);
    if (hasCors && (method === "OPTIONS" || method === "ANY")) {
      fail(`${route} method`, method, "leave OPTIONS to cors, or leave cors out and name the other methods");
    }
    checkSiblings(path, parameterAt, fail);
  }
}

function checkSegments(route: string, path: string, fail: Fail): void {
  if (path === "/") return;
  const [first, ...segments] = path.split("/");
  if (first !== "" || !segments.length) fail(`${route} path`, path, "start it with /");
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (SEGMENT.test(segment) || (last && GREEDY.test(segment))) return;
    const fix = "use segments of letters, digits and -._,: or one {parameter} each, {proxy+} only at the end";
    fail(`${route} path`, path, fix);
  });
  const names = pathParameters(path);
  if (new Set(names).size !== names.length) fail(`${route} path`, path, "name each of its parameters differently");
}

/** At one place of the tree there is one parameter: `/users/{id}` and `/users/{name}/orders` exclude each other. */
function checkSiblings(path: string, parameterAt: Map<string, string>, fail: Fail): void {
  const segments = path.split("/").filter(Boolean);
  segments.forEach((segment, index) => {
    if (!segment.startsWith("{")) return;
    const place = `/${segments.slice(0, index).join("/")}`;
    const other = parameterAt.get(place);
    if (other !== undefined && other !== segment) {
      fail("routes", path, `use ${other} below ${place} everywhere: API Gateway takes one parameter at a place`);
    }
    parameterAt.set(place, segment);
  });
}
