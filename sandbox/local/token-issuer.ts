import { generateKeyPairSync, randomUUID, sign } from "node:crypto";

/** What a token is about. */
export interface TokenSubject {
  /** `sub`. */
  subject: string;
  username: string;
  clientId: string;
  scopes: string[];
  /** Given back in the ID token, so that the page knows it is the answer to its own request. */
  nonce?: string;
}

/** Seconds that a token is valid, Cognito's default. */
export const TOKEN_SECONDS = 3600;

/**
 * Issues tokens as an Amazon Cognito user pool does, signed with a key made for this process alone.
 *
 * {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html}
 */
export class TokenIssuer {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  private readonly kid = randomUUID();

  /** @param userPoolId for example `us-east-1_Local0000`; its region is part of the issuer */
  constructor(readonly userPoolId: string) {}

  /** `iss` of every token. */
  get issuer(): string {
    return `https://cognito-idp.${this.userPoolId.split("_")[0]}.amazonaws.com/${this.userPoolId}`;
  }

  /** The public keys, as the pool publishes them at `/.well-known/jwks.json`. */
  get jwks(): object {
    const { kty, n, e } = this.keys.publicKey.export({ format: "jwk" });
    return { keys: [{ kid: this.kid, alg: "RS256", use: "sig", kty, n, e }] };
  }

  /** An access token, what APIs take. */
  accessToken({ subject, username, clientId, scopes }: TokenSubject): string {
    const scope = scopes.join(" ");
    return this.signed({ sub: subject, username, client_id: clientId, token_use: "access", scope, version: 2 });
  }

  /** An ID token, what tells a page who signed in. */
  idToken({ subject, username, clientId, nonce }: TokenSubject): string {
    return this.signed({ sub: subject, "cognito:username": username, aud: clientId, token_use: "id", nonce });
  }

  private signed(claims: object): string {
    const now = Math.floor(Date.now() / 1000);
    const times = { iss: this.issuer, auth_time: now, iat: now, exp: now + TOKEN_SECONDS, jti: randomUUID() };
    const parts = [
      { alg: "RS256", kid: this.kid },
      { ...claims, ...times },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${text}.${sign("RSA-SHA256", Buffer.from(text), this.keys.privateKey).toString("base64url")}`;
  }
}
