/**
 * Replaces the addresses that a deployment has on AWS by the ones of the sandbox: those of APIs, of the hosted login and of
 * the pages. In the sandbox all of them are on the forwarder's own origin.
 *
 * @param text a body, or a header such as the content security policy
 * @param origin for example `http://localhost:3000`
 */
export function localAddresses(text: string, origin: string): string {
  return text
    .replace(
      /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(?=\/)/g,
      `${origin}/_aws/execute-api/$1`,
    )
    .replace(/https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/g, origin)
    .replace(/https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g, origin)
    .replace(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/g, origin)
    .replace(/https:\/\/[a-z0-9]+\.cloudfront\.net/g, origin);
}
