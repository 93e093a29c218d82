import { signedHeaders, type Caller } from "../emulator/signed-headers";

/** The emulator that a call goes to, and in whose name. */
export interface CognitoTarget extends Caller {
  /** The emulator's address, for example `http://127.0.0.1:4566`. */
  endpoint: string;
}

/**
 * Calls Amazon Cognito user pools on the emulator.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
 *
 * @param action for example `AdminGetUser`
 * @throws Error named after the service's exception
 */
export async function cognitoCall(
  target: CognitoTarget,
  action: string,
  input: Record<string, unknown>,
): Promise<Record<string, any>> {
  const response = await fetch(`${target.endpoint}/`, {
    method: "POST",
    headers: {
      ...signedHeaders("cognito-idp", target),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(input),
  });
  const answer = JSON.parse((await response.text()) || "{}") as Record<string, any>;
  if (response.ok) return answer;
  const error = new Error(String(answer["message"] ?? answer["Message"] ?? response.status));
  error.name = String(answer["__type"] ?? "CognitoError")
    .split("#")
    .at(-1)!;
  throw error;
}
