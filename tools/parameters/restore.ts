import { PutParameterCommand, type ParameterTier, type ParameterType, type SSMClient } from "@aws-sdk/client-ssm";
import { UsageError } from "../command/verb";
import { parameterHistory } from "./history";

/** What a restoration did. */
export interface Restored {
  /** The version whose value is in force again. */
  restored: number;
  /** The version that carries it now; the same as `current` where nothing had to be done. */
  version: number;
  /** The version that was in force before. */
  current: number;
}

/**
 * Puts the value of an older version in force again, as a new version: the history stays whole, and what was restored can
 * be undone in the same way. Type, key and tier stay those of the version in force.
 *
 * @param version the version to restore; default the one before the version in force
 * @throws UsageError where there is no such version
 */
export async function restoreParameter(client: SSMClient, name: string, version?: number): Promise<Restored> {
  const history = await parameterHistory(client, name);
  const current = history.at(-1)!;
  const wanted = version === undefined ? history.at(-2) : history.find((each) => each.version === version);
  if (!wanted) {
    const kept = history.map((each) => each.version).join(", ");
    throw new UsageError(
      version === undefined
        ? `${name} has no version before ${current.version}`
        : `${name} has no version ${version}; Parameter Store keeps ${kept}`,
    );
  }
  const restored = { restored: wanted.version, current: current.version };
  if (wanted.value === current.value) return { ...restored, version: current.version };
  const { Version } = await client.send(
    new PutParameterCommand({
      Name: name,
      Value: wanted.value,
      Type: current.type as ParameterType,
      Overwrite: true,
      // Left out, a SecureString would move to AWS's own key.
      ...(current.keyId && { KeyId: current.keyId }),
      ...(current.tier && { Tier: current.tier as ParameterTier }),
    }),
  );
  return { ...restored, version: Version! };
}
