import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Emulator } from "../emulator/emulator";
import { clientOptions } from "../verbs/running";
import type { SandboxOutputs } from "./sandbox-outputs";

/**
 * Puts a token for the third party's web service into its secret where that is still empty, as somebody must do after the
 * first deployment to an account: nothing is delivered before. Any token will do for the one on this machine.
 *
 * @returns whether it did
 */
export async function putFirstToken(emulator: Emulator, outputs: SandboxOutputs): Promise<boolean> {
  const SecretId = (outputs["events"] as { webServiceSecret?: string } | undefined)?.webServiceSecret;
  if (SecretId === undefined) return false;
  const client = new SecretsManagerClient(clientOptions(emulator));
  try {
    if (!(await isEmpty(client, SecretId))) return false;
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: '{"token":"of-the-sandbox"}' }));
    return true;
  } finally {
    client.destroy();
  }
}

/** AWS refuses to read an empty secret; the emulator answers without a value. */
async function isEmpty(client: SecretsManagerClient, SecretId: string): Promise<boolean> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString === undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return true;
    throw error;
  }
}
