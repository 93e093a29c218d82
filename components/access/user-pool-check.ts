import { checkLogRetention } from "../compute/log-retention";
import { inputChecks } from "../input-checks";
import type { UserPoolArgs, UserPoolClient } from "./user-pool-args";

export const USER_POOL_TYPE = "platform:access:UserPool";

const POOL = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html";
const CLIENT =
  "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html";
const DOMAIN = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html";
const SERVERS =
  "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html";

/** Scopes that Cognito itself defines. */
const OWN_SCOPES = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

/**
 * Refuses what Cognito would refuse, and what would weaken the sign-in without saying so.
 *
 * @throws InputError for the first fault
 */
export function checkUserPoolArgs(name: string, args: UserPoolArgs): void {
  const check = inputChecks(USER_POOL_TYPE, name);
  const { passwordPolicy = {}, userPoolTier = "PLUS" } = args;
  check.matches(
    "poolName",
    args.poolName ?? name,
    /^[\w\s+=,.@-]{1,128}$/,
    "1 to 128 letters, digits and +=,.@-",
    POOL,
  );
  const prefix = /^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  check.matches(
    "domainPrefix",
    args.domainPrefix,
    prefix,
    "small letters, digits and -, without aws, amazon or cognito",
    DOMAIN,
  );
  check.oneOf("mfa", args.mfa, ["ON", "OPTIONAL", "OFF"], POOL);
  check.integer("passwordPolicy.minimumLength", passwordPolicy.minimumLength, 14, 99, POOL);
  check.integer("passwordPolicy.historySize", passwordPolicy.historySize, 0, 24, POOL);
  check.integer("passwordPolicy.temporaryPasswordDays", passwordPolicy.temporaryPasswordDays, 1, 365, POOL);
  checkLogRetention(check, "logRetentionDays", args.logRetentionDays);
  if (userPoolTier !== "PLUS" && !args.withoutThreatProtection)
    check.fail("userPoolTier", userPoolTier, "use PLUS, or add withoutThreatProtection: true if that is meant");
  if (args.logSignIns && !args.key) check.fail("key", undefined, "give the key that encrypts the log of sign-ins");
  if (args.logSignIns && userPoolTier !== "PLUS")
    check.fail("logSignIns", true, `use the tier PLUS, which alone writes that log (${POOL})`);

  const servers = [args.scopes].flat();
  for (const server of servers) {
    check.matches(
      "scopes.identifier",
      server.identifier,
      /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/,
      "printable characters",
      SERVERS,
    );
    if (!server.scopes.length) check.fail(`scopes of "${server.identifier}"`, [], "name at least one scope");
    for (const scope of server.scopes)
      check.matches(
        `scopes of "${server.identifier}"`,
        scope.name,
        /^[\w.:-]{1,64}$/,
        "letters, digits and _.:-",
        SERVERS,
      );
  }
  const known = [
    ...OWN_SCOPES,
    ...servers.flatMap(({ identifier, scopes }) => scopes.map((s) => `${identifier}/${s.name}`)),
  ];
  if (!args.clients.length) check.fail("clients", [], "name at least one client: without one nobody can sign in");
  const types = (args.identityProviders ?? []).map((provider) => provider.type);
  if (new Set(types).size < types.length) check.fail("identityProviders", types, "name each once");
  const names = args.clients.map((client) => client.name);
  if (new Set(names).size < names.length) check.fail("clients", names, "give each a name of its own");
  for (const client of args.clients) checkClient(name, client, known);
}

function checkClient(pool: string, client: UserPoolClient, knownScopes: string[]): void {
  const check = inputChecks(USER_POOL_TYPE, pool);
  const field = (name: string) => `clients "${client.name}": ${name}`;
  const flows = client.flows ?? ["code"];
  if (flows.length !== 1 || !["code", "client_credentials"].includes(flows[0]))
    check.fail(field("flows"), flows, `use ["code"] or ["client_credentials"], which Cognito does not mix (${CLIENT})`);
  check.integer(field("accessTokenMinutes"), client.accessTokenMinutes, 5, 1440, CLIENT);
  check.integer(field("refreshTokenHours"), client.refreshTokenHours, 1, 8760, CLIENT);
  if (!client.scopes.length) check.fail(field("scopes"), [], "name at least one scope");
  for (const scope of client.scopes) check.oneOf(field("scopes"), scope, knownScopes, SERVERS);
  const own = client.scopes.find((scope) => OWN_SCOPES.includes(scope));
  if (flows[0] === "client_credentials") {
    if (own) check.fail(field("scopes"), own, `name scopes of a resource server only: there is no person (${CLIENT})`);
    return;
  }
  if (!client.callbackUrls?.length) check.fail(field("callbackUrls"), client.callbackUrls, "name at least one URL");
  const url = /^(https:\/\/|http:\/\/localhost(:\d+)?(\/|$))[^#*]*$/;
  for (const each of [...client.callbackUrls!, ...(client.logoutUrls ?? [])])
    check.matches(
      field("callbackUrls and logoutUrls"),
      each,
      url,
      "https, or http://localhost, without # or *",
      CLIENT,
    );
}
