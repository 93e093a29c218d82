import type * as pulumi from "@pulumi/pulumi";
import { StateStore } from "../../components/delivery/state-store";
import { AccountProviders } from "../../stacks/accounts";
import { namespace } from "../../stacks/config/stack-values";
import { stateKeyAlias, type StatePlan } from "./state-plan";

/** The stack that the state store is, and the project it is in. */
export const bootstrapStack = "bootstrap";
export const bootstrapProject = `${namespace}-bootstrap`;

/**
 * The program of the state store: everything in one account.
 *
 * @param prepare told before a resource is made, for what changes them on their way to the engine
 */
export function bootstrapProgram(plan: StatePlan, prepare: () => void = () => undefined) {
  return (): Promise<Record<string, pulumi.Output<string>>> => {
    prepare();
    const { account, tags, bucketName, stacks } = plan;
    const providers = new AccountProviders({ account, stack: bootstrapStack, tags: { ...tags, Owner: "platform" } });
    const store = new StateStore(
      "state",
      { bucketName, keyAlias: stateKeyAlias, project: namespace, stacks },
      { provider: providers.regional },
    );
    return Promise.resolve({ bucket: store.bucket.bucketName, key: store.key.arn });
  };
}
