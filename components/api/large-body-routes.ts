import type { Route } from "./route";

/** Bytes of a body that a web ACL lets through by default. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html */
export const USUAL_BODY_BYTES = 8192;

/** A path whose bodies may be larger than usual. */
export interface LargeBodyRoute {
  path: string;
  maxBodyBytes: number;
}

/**
 * The paths of which a web ACL must let larger bodies through: what to pass to its `largeBodyRoutes`. One entry a path, with the
 * most that any of its routes takes.
 */
export function largeBodyRoutes(routes: Pick<Route, "path" | "maxBodyBytes">[]): LargeBodyRoute[] {
  const largest = new Map<string, number>();
  for (const { path, maxBodyBytes = USUAL_BODY_BYTES } of routes) {
    if (maxBodyBytes > USUAL_BODY_BYTES) largest.set(path, Math.max(maxBodyBytes, largest.get(path) ?? 0));
  }
  return [...largest].map(([path, maxBodyBytes]) => ({ path, maxBodyBytes }));
}
