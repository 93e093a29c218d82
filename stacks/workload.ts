import type * as pulumi from "@pulumi/pulumi";
import { AccountProviders } from "./accounts";
import type { Environment } from "./config/environment";
import type { SystemName } from "./config/systems-schema";
import { systems as allSystems } from "./systems";
import type { System, SystemProviders, SystemResult } from "./systems/system";
import { WorkloadContext } from "./workload/context";
import { accountDashboard } from "./workload/account-dashboard";
import { observe, type Observed } from "./workload/observe";
import { makeShared } from "./workload/shared";
import { systemOrder } from "./workload/system-order";

/** A stack's outputs: one entry per system, and what the stack shares. */
export type Outputs = Record<string, pulumi.Input<unknown>>;

/**
 * What an environment runs: the parts that its systems share, then each system that the configuration switches on, then
 * their alarms and dashboards.
 *
 * @param environment where and what
 * @param systems all that can be switched on. Default the platform's own.
 * @returns `{ accountId, region, account, alarmTopic, dashboards, <system>: … }`; the keys are a contract
 */
export function workload(environment: Environment, systems: readonly System[] = allSystems): Outputs {
  const ordered = systemOrder(environment, systems);
  const { tags } = environment;
  const accounts = new AccountProviders({ account: environment.account, stack: environment.name, tags });
  const providers: SystemProviders = { regional: accounts.regional, usEast1: accounts.usEast1 };
  const shared = makeShared(environment, providers);

  const outputs: Outputs = {};
  const results = new Map<SystemName, SystemResult>();
  const common = { environment, providers, shared, parent: shared.component };
  const observed: Record<string, Observed> = {
    shared: observe({ ...shared, name: "shared", ...common }),
    mails: observe({
      name: "mails",
      monitoring: [...shared.alarmMail.parts, shared.directAlarmTopic.monitoring],
      monitoringUsEast1: [],
      direct: true,
      ...common,
    }),
  };
  for (const system of ordered) {
    const context = new WorkloadContext({ system, environment, providers, shared, results });
    const result = system.build(context);
    const { monitoring, monitoringUsEast1 = [], business } = result;
    const parent = context.component;
    const { name } = system;
    observed[name] = observe({ name, environment, providers, shared, parent, monitoring, monitoringUsEast1, business });
    results.set(name, result);
    outputs[name] = result.outputs;
  }
  const business = [...results.values()].flatMap((result) => result.business ?? []);
  const account = accountDashboard({ environment, providers, parent: shared.component, observed, business });
  const dashboards = Object.assign({ account }, ...Object.values(observed).map((each) => each.dashboards)) as Outputs;
  return {
    accountId: environment.account.id,
    region: environment.account.region,
    account: {
      [environment.account.name]: { id: environment.account.id, region: environment.account.region },
    },
    ...outputs,
    alarmTopic: shared.alarmTopics.critical.arn,
    dashboards,
  };
}
