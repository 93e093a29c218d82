import { isTrue, type Properties } from "./values";
import { isUnknown } from "./unknown";

/** The properties with some set to true, for a remediation; `undefined` where they are so already or not known yet. */
export function withTrue(properties: Properties, ...names: string[]): Properties | undefined {
  const wrong = names.filter((name) => !isUnknown(properties[name]) && !isTrue(properties[name]));
  return wrong.length ? { ...properties, ...Object.fromEntries(wrong.map((name) => [name, true])) } : undefined;
}
