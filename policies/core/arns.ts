import type { Text } from "./policy-document";
import type { Resource } from "./resource";
import { text } from "./values";
import { matches } from "./wildcard";

/**
 * Whether a resource element of a policy covers a queue's or topic's ARN. Where the ARN is not known yet, its end must be
 * the name; where the name is not known either, or the element itself, it counts as covered.
 */
export function coversArnOf(resource: Resource, service: string): (element: Text) => boolean {
  const arn = text(resource.read("arn"));
  const name = text(resource.read("name"));
  return (element) => {
    if (typeof element !== "string") return true;
    if (arn?.startsWith("arn:")) return matches(element, arn);
    if (/^\*+$/.test(element)) return true;
    const parts = element.split(":");
    if (parts.length < 6) return matches(element, `arn:aws:${service}:region:account:${name ?? "any"}`);
    if (!matches(parts[2]!, service)) return false;
    return name === undefined || matches(parts.slice(5).join(":"), name);
  };
}
