import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientOptions } from "../client-options";
import { bounded } from "../deadline";
import { traced } from "../tracing";

/** The function's reader of Secrets Manager, with its cache. Made when the function starts. */
export const secretStore = new SecretsProvider({
  awsSdkV3Client: bounded(traced(new SecretsManagerClient(clientOptions))),
});
