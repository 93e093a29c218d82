import { CognitoJwtVerifier } from "aws-jwt-verify";
import { FetchError, JwksNotAvailableInCacheError, JwksValidationError, JwtBaseError } from "aws-jwt-verify/error";

/** A user pool whose access tokens are accepted, of this account or another. */
export interface Pool {
  userPoolId: string;
  /** The app clients a token may be for. */
  clientIds: string[];
}

/** What a verified access token says. */
export interface Caller {
  /** `sub`: the user, or the client itself where no user is involved. */
  principal: string;
  clientId: string;
  scopes: ReadonlySet<string>;
  /** `exp`: the second since 1970 from which on the token is not accepted. */
  expires: number;
}

/**
 * Makes the function that verifies access tokens of these pools. The pools' public keys are fetched when first needed
 * and kept as long as the function's process lives.
 *
 * {@link https://github.com/awslabs/aws-jwt-verify}
 *
 * @param pools at least one
 * @returns gives the caller, or undefined where the token is not valid
 * @throws Error (the returned function) where a pool's keys cannot be had, which says nothing about the token
 */
export function tokenVerifier(pools: Pool[]): (token: string) => Promise<Caller | undefined> {
  const verifier = CognitoJwtVerifier.create(
    pools.map(({ userPoolId, clientIds }) => ({ userPoolId, clientId: clientIds, tokenUse: "access" as const })),
  );
  return async (token) => {
    try {
      const { sub, client_id: clientId, scope, exp: expires } = await verifier.verify(token);
      return { principal: sub, clientId, expires, scopes: new Set((scope ?? "").split(" ").filter(Boolean)) };
    } catch (error) {
      if (saysTokenIsInvalid(error)) return undefined;
      throw error;
    }
  };
}

function saysTokenIsInvalid(error: unknown): boolean {
  const aboutKeys = [FetchError, JwksNotAvailableInCacheError, JwksValidationError];
  return error instanceof JwtBaseError && !aboutKeys.some((kind) => error instanceof kind);
}
