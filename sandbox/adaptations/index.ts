import type * as pulumi from "@pulumi/pulumi";
import type { Adaptation } from "./adaptation";
import { apiKeyValue } from "./api-key-value";
import { deploymentGroup } from "./deployment-group";
import { keepSecrets } from "./keep-secrets";
import { providerAdaptation, type ProviderTarget } from "./provider";
import { waitForDeployment } from "./wait-for-deployment";

export type { Adaptation } from "./adaptation";
export type { ProviderTarget as AdaptedTo } from "./provider";

/** Every adaptation, with what `docs/sandbox.md` says of it. */
export function listAdaptations(emulator: ProviderTarget): Adaptation[] {
  return [providerAdaptation(emulator), apiKeyValue(emulator.accountId), deploymentGroup, waitForDeployment];
}

/**
 * The transforms to register on the stack before the program runs.
 *
 * @example for (const transform of adaptations(emulator)) pulumi.runtime.registerResourceTransform(transform);
 */
export function adaptations(emulator: ProviderTarget): pulumi.ResourceTransform[] {
  return listAdaptations(emulator).map(asTransform);
}

/** The transform that only says where providers call, for a preview of what AWS would get. */
export function providersOnly(emulator: ProviderTarget): pulumi.ResourceTransform {
  return asTransform(providerAdaptation(emulator));
}

function asTransform({ transform }: Adaptation): pulumi.ResourceTransform {
  return async (args) => {
    const result = await transform(args);
    return result && { ...result, props: await keepSecrets(result.props) };
  };
}
