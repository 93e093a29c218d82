import { AccountProviders } from "./accounts";
import type { SecurityEnvironment } from "./config/organization-environment";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * The security stack of an account.
 *
 * @param environment where, and the organisation around it
 * @returns `{ accountId, region }`
 */
export function security({ name, account, tags }: SecurityEnvironment): Outputs {
  const providers = new AccountProviders({ account, stack: name, tags });
  new SystemComponent("security", {}, { provider: providers.regional });
  return { accountId: account.id, region: account.region };
}
