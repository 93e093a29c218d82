import type * as pulumi from "@pulumi/pulumi";
import type { Adaptation } from "./adaptation";
import { apiKeyValue } from "./api-key-value";
import { deploymentGroup } from "./deployment-group";
import { forceDestroy } from "./force-destroy";
import { keepSecrets } from "./keep-secrets";
import { providerAdaptation } from "./provider";
import { waitForDeployment } from "./wait-for-deployment";

export type { Adaptation } from "./adaptation";

/** The emulators that resources are adapted to. */
export interface AdaptedTo {
  /** The gateway. */
  endpoint: string;
  /** The account of a provider that names none. */
  accountId: string;
  /** The account that whoever deploys is signed in to, where roles are assumed. */
  caller?: string;
}

/** Every adaptation, with what `docs/sandbox.md` says of it. */
export function listAdaptations(emulator: AdaptedTo): Adaptation[] {
  return [
    providerAdaptation(emulator.endpoint, emulator.accountId, emulator.caller),
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
export function adaptations(emulator: AdaptedTo): pulumi.ResourceTransform[] {
  return listAdaptations(emulator).map(asTransform);
}

/** The transform that only says where providers call, for a preview of what AWS would get. */
export function providersOnly(emulator: AdaptedTo): pulumi.ResourceTransform {
  return asTransform(providerAdaptation(emulator.endpoint, emulator.accountId, emulator.caller));
}

function asTransform({ transform }: Adaptation): pulumi.ResourceTransform {
  return async (args) => {
    const result = await transform(args);
    return result && { ...result, props: await keepSecrets(result.props) };
  };
}
