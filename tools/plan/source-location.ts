import { findSourceMap } from "node:module";
import * as path from "node:path";
import type { SourceLocation } from "../../policies/report/sarif";
import type { CreationSite } from "./creation-site";
import type { RecordedResource } from "./recorded-resource";

/**
 * Tells where in the repository a resource is made, as a person wrote it: the line of the component or system. What was
 * made from elsewhere, for example by a library's component, is told to be where its parent is made.
 *
 * @param resources all that the program registered
 * @param root the repository, which paths are relative to
 */
export function sourceLocator(
  resources: readonly RecordedResource[],
  root: string,
): (urn: string) => SourceLocation | undefined {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return function locate(urn: string): SourceLocation | undefined {
    const resource = byUrn.get(urn);
    if (!resource) return undefined;
    if (resource.madeAt) return written(resource.madeAt, root);
    return resource.parent === undefined ? undefined : locate(resource.parent);
  };
}

/** Through the source map that the TypeScript loader gave Node.js. */
function written({ file, line, column }: CreationSite, root: string): SourceLocation {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  const original = entry && "originalLine" in entry ? entry.originalLine + 1 : line;
  return { file: path.relative(root, file).split(path.sep).join("/"), line: original };
}
