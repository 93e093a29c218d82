import http from "node:http";
import https from "node:https";

/**
 * Sends what asks Amazon Cognito for the public keys of a user pool to this machine instead, and refuses any other HTTPS
 * request: the authorizer runs unchanged, and nothing leaves the machine.
 *
 * @param userPoolId the pool whose keys are served here
 * @param keysUrl where they are, on loopback
 * @returns puts everything back
 */
export function redirectKeys(userPoolId: string, keysUrl: string): () => void {
  const original = https.request;
  const path = `/${userPoolId}/.well-known/jwks.json`;
  https.request = ((
    url: string | URL,
    options: http.RequestOptions,
    callback: (response: http.IncomingMessage) => void,
  ) => {
    const { hostname, pathname } = new URL(url);
    if (!/^cognito-idp\.[a-z0-9-]+\.amazonaws\.com$/.test(hostname) || pathname !== path) {
      throw new Error(`The local server makes no request to ${hostname}: it works without a network`);
    }
    return http.request(keysUrl, options, callback);
  }) as typeof https.request;
  return () => {
    https.request = original;
  };
}
