import * as pulumi from "@pulumi/pulumi";

/** Texts that every service lets be changed. */
const TEXTS = ["description", "alarmDescription", "comment"];
/** Types that are replaced when such a text changes, by one of the same name, which AWS refuses. */
const FIXED_TEXTS = new Set(["aws:rds/clusterParameterGroup:ClusterParameterGroup"]);
/** Numbers that may be one more. A function's timeout is bounded by who calls it. */
const NUMBERS = ["memorySize", "timeout"];
const LONGEST_TIMEOUT = 28;
const LONGEST_TEXT = 120;

/**
 * Changes something about every resource that can be changed: a tag, by the provider's default tags, its description, and
 * its size. For a recording of what the provider calls then.
 */
export const touchEverything: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (type === "pulumi:providers:aws") {
    // A provider's own arguments are JSON text by now, or not yet.
    const given: unknown = props["defaultTags"];
    const tags = (typeof given === "string" ? JSON.parse(given) : given) as { tags?: Record<string, string> };
    const more = { ...tags, tags: { ...tags.tags, Touched: "yes" } };
    return { props: { ...props, defaultTags: typeof given === "string" ? JSON.stringify(more) : more }, opts };
  }
  if (!type.startsWith("aws:")) return undefined;
  const changed: Record<string, unknown> = { ...props };
  for (const key of FIXED_TEXTS.has(type) ? [] : TEXTS)
    if (props[key] !== undefined)
      changed[key] = pulumi
        .output(props[key] as pulumi.Input<string>)
        .apply((text: unknown) => (typeof text === "string" ? `${text.slice(0, LONGEST_TEXT)} touched` : text));
  for (const key of NUMBERS)
    if (typeof props[key] === "number" && !(key === "timeout" && props[key] > LONGEST_TIMEOUT))
      changed[key] = props[key] + 1;
  return { props: changed, opts };
};
