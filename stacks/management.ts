import { AccountProviders } from "./accounts";
import type { ManagementEnvironment } from "./config/organization-environment";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * The management stack of an account.
 *
 * @param environment where, and the organisation around it
 * @returns `{ accountId, region }`
 */
export function management({ name, account, tags }: ManagementEnvironment): Outputs {
  const providers = new AccountProviders({ account, stack: name, tags });
  new SystemComponent("management", {}, { provider: providers.regional });
  return { accountId: account.id, region: account.region };
}
