import type { NamedApi } from "../emulator/api-names";

/** Names of a deployment that nobody finds by DNS. */
export interface DeployedNames {
  /** Of the pages. */
  pages: readonly string[];
  /** The API behind each name. */
  apis: Readonly<Record<string, NamedApi>>;
}

/**
 * Replaces the addresses that a deployment has on AWS by the ones of the sandbox: those of APIs, of the hosted login and of
 * the pages. In the sandbox all of them are on the forwarder's own origin.
 *
 * @param text a body, or a header such as the content security policy
 * @param origin for example `http://localhost:3000`
 * @param names that the deployment has of its own. Default none.
 */
export function localAddresses(text: string, origin: string, names?: DeployedNames): string {
  return withoutNames(text, origin, names)
    .replace(
      /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?=\/)/g,
      `${origin}/_aws/execute-api/$1`,
    )
    .replace(/https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/g, origin)
    .replace(/https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g, origin)
    .replace(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/g, origin)
    .replace(/https:\/\/[a-z0-9]+\.cloudfront\.net/g, origin);
}

/** A policy names origins alone; everything else means the stage that an API's name is mapped to. */
function withoutNames(text: string, origin: string, names: DeployedNames = { pages: [], apis: {} }): string {
  const isPolicy = /(?:^|; ?)(?:default|connect)-src /.test(text);
  const apis = Object.entries(names.apis).reduce(
    (all, [name, { apiId, stage }]) =>
      all.replaceAll(`https://${name}`, isPolicy ? origin : `${origin}/_aws/execute-api/${apiId}/${stage}`),
    text,
  );
  // A page's name ends the names of the APIs below it, which are gone by now.
  return names.pages.reduce((all, name) => all.replaceAll(`https://${name}`, origin), apis);
}
