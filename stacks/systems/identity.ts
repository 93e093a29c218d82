import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { UserPool, type SocialIdentityProvider } from "../../components/access/user-pool";
import type { AcceptedPool } from "../../components/access/lambda-authorizer";
import { USER_READ, USER_WRITE } from "../../functions/users/routes";
import type { System, SystemContext, SystemResult } from "./system";
import type { ResourceServer } from "../../components/access/user-pool-args";

/** Scopes of the platform's APIs, by resource server. A token carries `<server>/<name>`, for example `students/write`. */
const STUDENTS = {
  identifier: "students",
  scopes: [
    { name: "read", description: "Read a student's details" },
    { name: "write", description: "Store a student's details" },
  ],
};

const USERS = {
  identifier: "users",
  scopes: [
    { name: USER_READ.split("/")[1]!, description: "Read your own attributes" },
    { name: USER_WRITE.split("/")[1]!, description: "Change your own attributes" },
  ],
};

const EVENTS = {
  identifier: "events",
  scopes: [{ name: "write", description: "Send events" }],
};

const TRENDS = {
  identifier: "trends",
  scopes: [{ name: "read", description: "Read the report on hashtags" }],
};

/** Every resource server of the platform. */
export const SCOPES = [STUDENTS, USERS, EVENTS, TRENDS];

/** Every scope that a token of the pages asks for. */
export const PAGE_SCOPES = ["openid", ...[STUDENTS, USERS].flatMap(scopesOf)];

export interface IdentityResult extends SystemResult {
  pool: UserPool;
  /** Client of the pages. */
  webClientId: pulumi.Output<string>;
  /** Pools and clients whose access tokens the APIs accept: this one, and those of other accounts in the configuration. */
  acceptedPools: AcceptedPool[];
  /** Origins whose scripts may call the APIs: the pages', known once they are built, and the configured ones. */
  origins: pulumi.Input<string>[];
  /** Tells where the pages are. Called once, by the system that builds them. */
  setPagesOrigin: (origin: pulumi.Output<string>) => void;
}

/** Who the platform's users are: one user pool with a hosted login, whose access tokens every API accepts. */
export const identity: System<"identity", IdentityResult> = {
  name: "identity",
  build(context) {
    const { environment, settings, options } = context;
    // The pages need the client's id, and the client needs the pages' address: one of them has to come later.
    const [pagesOrigin, setPagesOrigin] = pulumi.deferredOutput<string>();
    const origins = [...(environment.systems.web ? [pagesOrigin] : []), ...environment.allowedOrigins];
    // An API that is not there has no scopes either.
    const isOff = (name: string) => (name === "events" || name === "trends") && !environment.systems[name];
    const servers = SCOPES.filter(({ identifier }) => !isOff(identifier));
    const pool = new UserPool(
      "identity",
      {
        key: context.key(),
        domainPrefix: settings.domainPrefix ?? `${environment.organization}-${environment.name}`,
        scopes: servers,
        clients: [
          {
            name: "web",
            callbackUrls: pages(origins),
            logoutUrls: pages(origins),
            // All there are, though the pages ask for fewer: people call the other APIs with tokens of the same client.
            scopes: ["openid", ...servers.flatMap(scopesOf)],
            flows: ["code"],
            accessTokenMinutes: settings.accessTokenMinutes,
            refreshTokenHours: settings.refreshTokenHours,
          },
        ],
        mfa: settings.mfa,
        selfSignUp: settings.selfSignUp,
        identityProviders: settings.identityProviders.map((provider) => socialProvider(context, provider)),
        removal: environment.removal,
      },
      options,
    );
    const webClientId = pool.clients["web"]!.clientId;
    return {
      pool,
      webClientId,
      acceptedPools: [{ userPoolId: pool.poolId, clientIds: [webClientId] }, ...environment.trustedUserPools],
      origins,
      setPagesOrigin,
      outputs: { poolId: pool.poolId, clientId: webClientId, loginUrl: pool.hostedLoginUrl },
      business: [
        {
          kind: "graph",
          title: "Sign-ins",
          metrics: ["SignInSuccesses", "SignUpSuccesses"].map((name) => ({
            namespace: "AWS/Cognito",
            name,
            dimensions: { UserPool: pool.poolId, UserPoolClient: webClientId },
            statistic: "Sum" as const,
            periodSeconds: 300,
            label: name === "SignInSuccesses" ? "signed in" : "signed up",
          })),
        },
      ],
      monitoring: [pool.monitoring],
    };
  },
};

/** The application's secret is read when the stack is deployed, and is nowhere in the configuration. */
function socialProvider(
  context: SystemContext<"identity">,
  { type, clientId, secret }: SystemContext<"identity">["settings"]["identityProviders"][number],
): SocialIdentityProvider {
  const { secretString } = aws.secretsmanager.getSecretVersionOutput(
    { secretId: secret },
    { provider: context.providers.regional },
  );
  return { type, clientId, clientSecret: pulumi.secret(secretString) };
}

function scopesOf({ identifier, scopes }: ResourceServer): string[] {
  return scopes.map(({ name }) => `${identifier}/${name}`);
}

/** Each page is where a sign-in that started on it comes back to. */
function pages(origins: pulumi.Input<string>[]): pulumi.Output<string>[] {
  return origins.flatMap((origin) =>
    ["/index.html", "/find.html", "/profile.html"].map((page) => pulumi.interpolate`${origin}${page}`),
  );
}
