import * as pulumi from "@pulumi/pulumi";
import type { OutsideProbe } from "../observability/monitoring";
import type { SiteFile } from "./site-files";

/** What every page begins with, whatever its content. */
const BEGINNING = "<title>";

/**
 * How a site's pages are asked from outside: the first one from several continents, the others by the stack's canary,
 * which costs nothing more.
 *
 * @param name of the site's component
 * @param url `https://` and the site's name
 * @param files what is served
 */
export function siteProbes(name: string, url: pulumi.Output<string>, files: SiteFile[]): OutsideProbe[] {
  const others = files
    .map(({ key }) => key)
    .filter((key) => /^[a-z0-9-]+\.html$/.test(key) && key !== "index.html" && key !== "error.html");
  return [
    { kind: "page", name: `${name}-outside`, url, path: "/", contains: BEGINNING },
    ...others.map((key): OutsideProbe => ({
      kind: "request",
      name: `${name}-${key.replace(/\.html$/, "")}-outside`,
      url: pulumi.interpolate`${url}/${key}`,
      method: "GET",
      status: 200,
      contains: BEGINNING,
    })),
  ];
}
