import type * as pulumi from "@pulumi/pulumi";
import type { Adaptation } from "./adaptation";
import { apiKeyValue } from "./api-key-value";
import { deploymentGroup } from "./deployment-group";
import { forceDestroy } from "./force-destroy";
import { keepSecrets } from "./keep-secrets";
import { providerAdaptation } from "./provider";
import { waitForDeployment } from "./wait-for-deployment";

export type { Adaptation } from "./adaptation";

/** Every adaptation, with what `docs/sandbox.md` says of it. */
export function listAdaptations(emulator: { endpoint: string; accountId: string }): Adaptation[] {
  return [
    providerAdaptation(emulator.endpoint, emulator.accountId),
    apiKeyValue,
    deploymentGroup,
    forceDestroy,
    waitForDeployment,
  ];
}

/**
 * The transforms to register on the stack before the program runs.
 *
 * @example for (const transform of adaptations(emulator)) pulumi.runtime.registerResourceTransform(transform);
 */
export function adaptations(emulator: { endpoint: string; accountId: string }): pulumi.ResourceTransform[] {
  return listAdaptations(emulator).map(asTransform);
}

/** The transform that only says where providers call, for a preview of what AWS would get. */
export function providersOnly(emulator: { endpoint: string; accountId: string }): pulumi.ResourceTransform {
  return asTransform(providerAdaptation(emulator.endpoint, emulator.accountId));
}

function asTransform({ transform }: Adaptation): pulumi.ResourceTransform {
  return async (args) => {
    const result = await transform(args);
    return result && { ...result, props: await keepSecrets(result.props) };
  };
}
