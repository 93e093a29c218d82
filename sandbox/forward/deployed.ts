import { findApiNames } from "../emulator/api-names";
import { signedHeaders, type Caller } from "../emulator/signed-headers";
import type { DeployedNames } from "./local-addresses";

/** A resource of a deployed REST API. */
export interface DeployedRoute {
  apiId: string;
  stage: string;
  /** With placeholders: `/user/{id}`. */
  path: string;
}

/** What the forwarder can reach. */
export interface Deployed {
  routes: DeployedRoute[];
  /** Domain name of the pages' distribution: `d123.cloudfront.net`. */
  distribution?: string;
  /** Names that the deployment has beside those that AWS gives. */
  names: DeployedNames;
}

/** Asks the emulator which routes and which pages are deployed. */
export async function findDeployed(endpoint: string, caller: Caller): Promise<Deployed> {
  const get = async (service: string, path: string) => {
    const response = await fetch(`${endpoint}${path}`, { headers: signedHeaders(service, caller) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  const list = async (path: string) => {
    const answer = JSON.parse(await get("apigateway", path)) as { item?: Record<string, any>[] };
    return answer.item ?? [];
  };
  const routes: DeployedRoute[] = [];
  for (const api of await list("/restapis?limit=500")) {
    const stages = await list(`/restapis/${api["id"]}/stages`);
    const stage = stages[0]?.["stageName"] as string | undefined;
    if (stage === undefined) continue;
    for (const resource of await list(`/restapis/${api["id"]}/resources?limit=500`)) {
      const path = resource["path"] as string;
      const hasMethods = Object.keys((resource["resourceMethods"] ?? {}) as object).length > 0;
      // The root, and a path that takes everything, would hide the pages.
      if (hasMethods && path !== "/" && !path.includes("+}")) routes.push({ apiId: api["id"] as string, stage, path });
    }
  }
  const xml = await get("cloudfront", "/2020-05-31/distribution");
  const distribution = /<DomainName>([a-z0-9]+\.cloudfront\.net)<\/DomainName>/.exec(xml)?.[1];
  const pages = [...xml.matchAll(/<CNAME>([^<]+)<\/CNAME>/g)].map(([, name]) => name!);
  return {
    routes,
    ...(distribution && { distribution }),
    names: { pages, apis: await findApiNames(endpoint, caller) },
  };
}

/** The route that answers a path; a literal one goes before one with placeholders. */
export function routeOf(routes: DeployedRoute[], path: string): DeployedRoute | undefined {
  const given = path.replace(/\/+$/, "");
  const matches = (route: DeployedRoute) =>
    new RegExp(
      `^${route.path
        .split("/")
        .map((part) => (/^\{.*\}$/.test(part) ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
        .join("/")}$`,
    ).test(given);
  return routes.find((route) => route.path === given) ?? routes.find(matches);
}
