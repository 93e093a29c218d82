import type * as pulumi from "@pulumi/pulumi";
import { AccountDefaults } from "../components/baseline/account-defaults";
import { ServiceQuotas } from "../components/baseline/service-quotas";
import { WorkloadBoundary } from "../components/baseline/workload-boundary";
import type { DeployStatement } from "../components/delivery/policy-documents";
import boundaryPolicy from "../policies/workload-boundary.json";
import { AccountProviders, globalRegion } from "./accounts";
import { makeDeployments } from "./baseline/deployments";
import { makeRegion } from "./baseline/region";
import type { BaselineEnvironment } from "./config/organization-environment";
import { securityOutputsOf } from "./security-outputs";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * What every account has, whatever runs in it: safe defaults, the recorder, what it tells the security account, what its regions'
 * singletons are, and who deploys to it. Deployed after the security stack.
 *
 * @param environment where, and the organisation around it
 * @returns `{ accountId, region, alarmTopic, dashboards }`
 */
export function baseline(environment: BaselineEnvironment): Outputs {
  const { name, account, tags } = environment;
  const providers = new AccountProviders({ account, stack: name, tags });
  const parent = new SystemComponent("baseline", {}, { provider: providers.regional });
  const options: pulumi.ComponentResourceOptions = { parent, providers: [providers.regional] };
  const security = securityOutputsOf(parent);

  const defaults = new AccountDefaults("account", {}, options);
  const boundary = account.role === "workload" ? [makeBoundary()] : [];
  const quotas = new ServiceQuotas("quotas", { requests: environment.quotas }, options);
  // Global services tell of themselves in us-east-1 only.
  const regions = [...new Set([account.region, ...account.regions, globalRegion])];
  const made = regions.map((region) => makeRegion({ environment, region, providers, parent, security }));
  const [home, ...others] = made;
  const deployments = makeDeployments(environment, options);
  return {
    accountId: account.id,
    region: account.region,
    alarmTopic: home!.alarmTopic,
    dashboards: Object.fromEntries([
      [regions[0]!, home!.watch([defaults.monitoring, quotas.monitoring, ...boundary, ...deployments])],
      ...others.map(({ watch }, index) => [regions[index + 1]!, watch([])]),
    ]),
  };

  /** Before any deployment, whose roles have to have it. */
  function makeBoundary() {
    const statements = boundaryPolicy.statements as DeployStatement[];
    return new WorkloadBoundary("boundary", { statements, region: account.region }, options).monitoring;
  }
}
