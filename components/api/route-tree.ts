import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiDefinition } from "./api-definition";
import { pathSlug } from "./route-slug";

/** Every path that must exist as a resource for these to exist, parents first, each once, without the root. */
export function resourcePaths(paths: string[]): string[] {
  const needed = new Set<string>();
  for (const path of paths) {
    const segments = path.split("/").filter(Boolean);
    segments.forEach((_segment, depth) => needed.add(`/${segments.slice(0, depth + 1).join("/")}`));
  }
  return [...needed].sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

/**
 * Makes the tree of resources, one for each path however many routes share it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
 *
 * @returns the id of each path's resource, the root's included
 */
export function createResources(
  name: string,
  api: aws.apigateway.RestApi,
  paths: string[],
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): Map<string, pulumi.Output<string>> {
  const ids = new Map<string, pulumi.Output<string>>([["/", api.rootResourceId]]);
  for (const path of resourcePaths(paths)) {
    const cut = path.lastIndexOf("/");
    const args = { restApi: api.id, parentId: ids.get(path.slice(0, cut) || "/")!, pathPart: path.slice(cut + 1) };
    const resource = definition.add(
      "resource",
      `${name}-${pathSlug(path)}`,
      args,
      (child, inputs) => new aws.apigateway.Resource(child, inputs, opts),
    );
    ids.set(path, resource.id);
  }
  return ids;
}

function depthOf(path: string): number {
  return path.split("/").length;
}
