import * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../access/grantee";
import type { Account } from "../account";
import type { Key } from "./key";

/**
 * The key's half of a grant to change the configuration of functions, or to publish versions of them. Lambda then encrypts
 * the environment and makes the grant by which the function reads it, both in the caller's name. Reading the environment,
 * which takes `kms:Decrypt`, is not part of it: without it Lambda leaves the variables out of its answers.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 *
 * @param keys of the functions' environments, at least one
 * @param account where the functions are
 */
export function environmentKeyStatements(keys: Key[], { region, dnsSuffix }: Account): GrantStatement[] {
  const resources = keys.map(({ arn }) => arn);
  const viaLambda = { "kms:ViaService": pulumi.interpolate`lambda.${region}.${dnsSuffix}` };
  return [
    {
      sid: "EncryptEnvironment",
      actions: ["kms:Encrypt"],
      resources,
      conditions: { StringEquals: viaLambda },
    },
    {
      // For Lambda's own use: the caller cannot give the key to somebody else.
      // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
      sid: "LetFunctionDecrypt",
      actions: ["kms:CreateGrant"],
      resources,
      conditions: { StringEquals: viaLambda, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
