import { link, type Companions } from "./links";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export const functionType = "aws:lambda/function:Function";

/**
 * Which resources are about which function, by a property that holds its name, ARN or alias.
 *
 * @param property a path, or what reads the value
 * @param dependsThrough the top-level property, where `property` is a function
 */
export function functionCompanions(
  stack: Stack,
  companions: Resource[],
  property: string | ((companion: Resource) => unknown),
  dependsThrough?: string,
): (fn: Resource) => Companions {
  return link(stack, {
    targets: stack.ofType(functionType),
    companions,
    property,
    ...(dependsThrough && { dependsThrough }),
    identifiers: ["name", "arn", "id"],
    parts: (reference) => [reference, /:function:([^:]+)/.exec(reference)?.[1] ?? reference],
  });
}
