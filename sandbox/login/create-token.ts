import { signIn, type SignInRequest } from "./sign-in";

/**
 * An access token that the authorizers accept. The emulator's user pool signs it, and its scopes are the ones the client
 * may have.
 *
 * @throws Error as {@link signIn}
 */
export async function createToken(request: SignInRequest): Promise<string> {
  return (await signIn(request)).access_token;
}
