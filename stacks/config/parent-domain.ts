import type { PlatformConfiguration } from "./platform-schema";
import type { WorkloadConfiguration } from "./stack-schema";

/** How a stack says its name. */
export type DomainConfiguration = NonNullable<WorkloadConfiguration["domain"]>;

/** An entry of `domains` whose zone a central account holds. */
export type CentralDomain = PlatformConfiguration["domains"][string] & {
  /** Its key in `domains`. */
  key: string;
  account: string;
  /** What stands before the zone's name. */
  prefix: string;
};

/**
 * The zone of a central account that a name lies in, the nearest one where several do. Accounts on this machine know nothing of
 * the others.
 *
 * @param name an environment's, for example `dev.example.com`
 * @param of name of the environment's account
 */
export function parentDomain(platform: PlatformConfiguration, name: string, of: string): CentralDomain | undefined {
  const isLocal = (account: string) => platform.accounts[account]?.local ?? false;
  return Object.entries(platform.domains)
    .flatMap(([key, { account, ...domain }]) =>
      account !== undefined && isLocal(account) === isLocal(of) && name.endsWith(`.${domain.zoneName}`)
        ? [{ ...domain, key, account, prefix: name.slice(0, -domain.zoneName.length - 1) }]
        : [],
    )
    .sort((a, b) => b.zoneName.length - a.zoneName.length)[0];
}
