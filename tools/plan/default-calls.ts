import type { Identity } from "./default-outputs";

export interface CallContext {
  /** Account and region of the provider that is asked. */
  identity: Identity;
}

/** The provider functions that {@link defaultCall} answers, and which the sandbox's provider therefore has to serve. */
export const answeredFunctions = [
  "aws:index/getAvailabilityZones:getAvailabilityZones",
  "aws:index/getCallerIdentity:getCallerIdentity",
  "aws:index/getPartition:getPartition",
  "aws:index/getRegion:getRegion",
] as const;

/**
 * Answers the provider functions that components use, as AWS would answer them.
 *
 * @throws for a function it does not know: an empty answer would make its fields silently undefined
 */
export function defaultCall(
  token: string,
  inputs: Record<string, unknown>,
  { identity }: CallContext,
): Record<string, unknown> {
  const { accountId, region, partition } = identity;
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId, arn: `arn:${partition}:iam::${accountId}:root`, id: accountId, userId: accountId };
    case "aws:index/getRegion:getRegion":
      return { region, name: region, id: region, endpoint: `ec2.${region}.amazonaws.com`, description: region };
    case "aws:index/getPartition:getPartition":
      return { partition, id: partition, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return {
        names: ["a", "b", "c"].map((zone) => region + zone),
        zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
        id: region,
        groupNames: [region],
        ...inputs,
      };
    // Not among the answered functions: only networks that somebody else made ask for it, which a sandbox has not.
    case "aws:ec2/getPrefixList:getPrefixList":
      return { ...inputs, id: `pl-of-${String(inputs["name"])}`, cidrBlocks: ["203.0.113.0/24"] };
    // Nor this: only stacks with social sign-in ask for it, which a sandbox has not.
    case "aws:secretsmanager/getSecretVersion:getSecretVersion":
      return { ...inputs, arn: "", id: "", secretString: "known when deployed", versionId: "", versionStages: [] };
    default:
      throw new Error(
        `No answer is known for the provider function ${token}; give one with the recorder's "call" option`,
      );
  }
}
