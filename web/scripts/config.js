/**
 * What the pages need to know of what is deployed. All of it is public.
 *
 * @typedef {object} Config
 * @property {string} apiUrl the API's base, without or with a slash at its end
 * @property {string} apiKey names this client to the API's usage plan
 * @property {string} [usersUrl] the base of the users API; absent where it is not deployed
 * @property {{ id: string, clientId: string, loginUrl: string, scopes: string[] }} userPool
 */

/**
 * Reads `/config.json`, which the deployment writes.
 *
 * @returns {Promise<Config>}
 * @throws {Error} where it cannot be had
 */
export async function loadConfig() {
  const response = await fetch("/config.json", { cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error(`The configuration cannot be loaded (${response.status}).`);
  const config = await response.json();
  const without = (url) => url.replace(/\/+$/, "");
  return {
    ...config,
    apiUrl: without(config.apiUrl),
    ...(config.usersUrl && { usersUrl: without(config.usersUrl) }),
    userPool: { ...config.userPool, loginUrl: without(config.userPool.loginUrl) },
  };
}
