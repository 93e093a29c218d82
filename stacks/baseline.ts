import { AccountProviders } from "./accounts";
import type { BaselineEnvironment } from "./config/organization-environment";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * The baseline stack of an account.
 *
 * @param environment where, and the organisation around it
 * @returns `{ accountId, region }`
 */
export function baseline({ name, account, tags }: BaselineEnvironment): Outputs {
  const providers = new AccountProviders({ account, stack: name, tags });
  new SystemComponent("baseline", {}, { provider: providers.regional });
  return { accountId: account.id, region: account.region };
}
