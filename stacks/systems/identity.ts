import * as pulumi from "@pulumi/pulumi";
import { UserPool } from "../../components/access/user-pool";
import type { AcceptedPool } from "../../components/access/lambda-authorizer";
import type { System, SystemResult } from "./system";

/** Scopes of the platform's APIs, by resource server. A token carries `<server>/<name>`, for example `students/write`. */
const STUDENTS = {
  identifier: "students",
  scopes: [
    { name: "read", description: "Read a student's details" },
    { name: "write", description: "Store a student's details" },
  ],
};

/** Every scope that a token of the pages asks for. */
export const PAGE_SCOPES = ["openid", ...STUDENTS.scopes.map(({ name }) => `${STUDENTS.identifier}/${name}`)];

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
    const pool = new UserPool(
      "identity",
      {
        key: context.key(),
        domainPrefix: settings.domainPrefix ?? `${environment.organization}-${environment.name}`,
        scopes: STUDENTS,
        clients: [
          {
            name: "web",
            callbackUrls: pages(origins),
            logoutUrls: pages(origins),
            scopes: PAGE_SCOPES,
            flows: ["code"],
          },
        ],
        mfa: settings.mfa,
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
      monitoring: [pool.monitoring],
    };
  },
};

/** Each page is where a sign-in that started on it comes back to. */
function pages(origins: pulumi.Input<string>[]): pulumi.Output<string>[] {
  return origins.flatMap((origin) => ["/index.html", "/find.html"].map((page) => pulumi.interpolate`${origin}${page}`));
}
