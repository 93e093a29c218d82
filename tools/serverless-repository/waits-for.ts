/**
 * What a resource of the template waits for beyond what its properties refer to, for which CloudFormation waits by itself.
 *
 * @param own logical id of the resource
 * @param needed logical ids of what it needs, in any order
 * @returns `undefined` where nothing is left
 */
export function waitsFor(own: string, properties: object, needed: Iterable<string>): string[] | undefined {
  const referred = new Set(
    [...JSON.stringify(properties).matchAll(/<<([A-Za-z0-9]+)(?:\.[A-Za-z0-9]+)?>>/g)].map(([, id]) => id),
  );
  const left = [...new Set(needed)].filter((id) => id !== own && !referred.has(id)).sort();
  return left.length ? left : undefined;
}
