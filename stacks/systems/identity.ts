import { UserPool } from "../../components/access/user-pool";
import type { System, SystemResult } from "./system";

/** Scopes of the platform's APIs, by resource server. A token carries `<server>/<name>`, for example `students/write`. */
export const studentScopes = {
  identifier: "students",
  scopes: [
    { name: "read", description: "Read a student's details" },
    { name: "write", description: "Store a student's details" },
  ],
};

export interface IdentityResult extends SystemResult {
  pool: UserPool;
}

/** Who the platform's users are: one user pool with a hosted login, whose access tokens every API accepts. */
export const identity: System<"identity", IdentityResult> = {
  name: "identity",
  build(context) {
    const { environment, settings, options } = context;
    const pool = new UserPool(
      "identity",
      {
        key: context.key(),
        domainPrefix: settings.domainPrefix ?? `${environment.organization}-${environment.name}`,
        scopes: studentScopes,
        clients: [],
        mfa: settings.mfa,
        removal: environment.removal,
      },
      options,
    );
    return { pool, outputs: { poolId: pool.poolId, loginUrl: pool.hostedLoginUrl }, monitoring: [pool.monitoring] };
  },
};
