import * as pulumi from "@pulumi/pulumi";
import { UserPool } from "../../components/access/user-pool";
import type { Key } from "../../components/encryption/key";
import type { Monitoring } from "../../components/observability/monitoring";
import type { SecurityEnvironment } from "../config/organization-environment";
import { PAGE_SCOPES, SCOPES } from "../systems/identity";

/** What the pool is made with. */
export interface CentralIdentityParts {
  environment: SecurityEnvironment;
  key: Key;
  options: pulumi.ComponentResourceOptions;
}

/** The pool, as other stacks name it. */
export interface CentralIdentity {
  /** An entry of `platform:trustedUserPools` of a workload stack. */
  trustedUserPool: Record<"account" | "region" | "userPoolId" | "clientIds", pulumi.Input<unknown>>;
  monitoring: Monitoring[];
}

/**
 * Makes one user pool for all accounts, where the configuration asks for it. Workloads whose `trustedUserPools` name it accept
 * its tokens beside those of their own pool: an authorizer needs a pool's public keys only, in whichever account it is.
 */
export function makeCentralIdentity({ environment, key, options }: CentralIdentityParts): CentralIdentity | undefined {
  const { account, centralIdentity: settings, organization, removal } = environment;
  if (!settings) return undefined;
  const pool = new UserPool(
    "central-identity",
    {
      key,
      domainPrefix: settings.domainPrefix ?? `${organization}-people`,
      scopes: SCOPES,
      clients: [
        {
          name: "web",
          callbackUrls: settings.callbackUrls,
          logoutUrls: settings.callbackUrls,
          scopes: PAGE_SCOPES,
          flows: ["code"],
        },
      ],
      mfa: settings.mfa,
      removal,
    },
    options,
  );
  return {
    trustedUserPool: {
      account: account.name,
      region: account.region,
      userPoolId: pool.poolId,
      clientIds: pulumi.all([pool.clients["web"]!.clientId]),
    },
    monitoring: [pool.monitoring],
  };
}
