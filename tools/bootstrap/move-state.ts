import * as fs from "node:fs";
import type * as auto from "@pulumi/pulumi/automation";

/** The part of a state that moving it looks at. */
interface Deployment {
  resources?: { urn: string }[];
  /** How its secrets are encrypted. */
  secrets_providers?: { type: "cloud"; state: { url: string; encryptedkey: string } };
}

/** The addresses of all that a stack's state holds. */
export async function resourcesOf(stack: auto.Stack): Promise<string[]> {
  const { deployment } = (await stack.exportStack()) as { deployment?: Deployment };
  return (deployment?.resources ?? []).map(({ urn }) => urn);
}

/**
 * Copies a state to another stack, whose key encrypts its secrets from then on, checks that all of it arrived, and only
 * then removes the first.
 *
 * @param folder of the first state
 * @throws where it did not arrive; the first is still there then
 */
export async function moveState(from: auto.Stack, to: auto.Stack, folder: string): Promise<void> {
  const exported = (await from.exportStack()) as { version: number; deployment: Deployment };
  const { secretsProvider: url, encryptedKey: encryptedkey } = await to.workspace.stackSettings(to.name);
  if (url === undefined || encryptedkey === undefined)
    throw new Error(`The stack ${to.name} has no key for its secrets`);
  // What was exported has its secrets in clear; they are encrypted by what is named here.
  const deployment: Deployment = {
    ...exported.deployment,
    secrets_providers: { type: "cloud", state: { url, encryptedkey } },
  };
  await to.importStack({ version: exported.version, deployment });
  const [before, after] = [await resourcesOf(from), await resourcesOf(to)];
  const lost = before.filter((urn) => !after.includes(urn));
  if (lost.length > 0) throw new Error(`The state did not arrive whole; these are missing: ${lost.join(", ")}`);
  fs.rmSync(folder, { recursive: true, force: true });
}
