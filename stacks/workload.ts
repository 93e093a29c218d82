import type * as pulumi from "@pulumi/pulumi";
import { AccountProviders } from "./accounts";
import type { Environment } from "./config/environment";
import type { SystemName } from "./config/systems-schema";
import { systems as allSystems } from "./systems";
import type { System, SystemProviders, SystemResult } from "./systems/system";
import { WorkloadContext } from "./workload/context";
import { accountDashboard } from "./workload/account-dashboard";
import { observe, type Observed } from "./workload/observe";
import { askFromOutside } from "./workload/outside";
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
 * @returns `{ accountId, region, account, names?, authorizer?, alarmTopic, outside?, dashboards, <system>: … }`; the keys are a contract
 */
export function workload(environment: Environment, systems: readonly System[] = allSystems): Outputs {
  const ordered = systemOrder(environment, systems);
  const { tags } = environment;
  const accounts = new AccountProviders({ account: environment.account, stack: environment.name, tags });
  const providers: SystemProviders = { regional: accounts.regional, usEast1: accounts.usEast1 };
  const shared = makeShared(environment, providers);

  const outputs: Outputs = {};
  const results = new Map<SystemName, SystemResult>();
  const common = { environment, providers, shared };
  const parents = new Map<SystemName, pulumi.Resource>();
  for (const system of ordered) {
    const context = new WorkloadContext({ system, environment, providers, shared, results });
    const result = system.build(context);
    results.set(system.name, result);
    parents.set(system.name, context.component);
    outputs[system.name] = result.outputs;
  }
  const { watched: outside, addresses } = askFromOutside({
    ...common,
    systems: Object.fromEntries(
      [...results].map(([name, { monitoring, monitoringUsEast1 = [] }]) => [
        name,
        [...monitoring, ...monitoringUsEast1],
      ]),
    ),
  });
  const observed: Record<string, Observed> = {
    shared: observe({
      ...common,
      name: "shared",
      parent: shared.component,
      monitoring: [...shared.monitoring, ...outside["shared"]!.monitoring],
      monitoringUsEast1: shared.monitoringUsEast1,
    }),
    mails: observe({
      ...common,
      name: "mails",
      parent: shared.component,
      monitoring: [...shared.alarmMail.parts, shared.directAlarmTopic.monitoring],
      monitoringUsEast1: [],
      direct: true,
    }),
  };
  for (const [name, { monitoring, monitoringUsEast1 = [], business }] of results) {
    observed[name] = observe({
      ...common,
      name,
      parent: parents.get(name)!,
      monitoring: [...monitoring, ...outside[name]!.monitoring],
      monitoringUsEast1: [...monitoringUsEast1, ...outside[name]!.monitoringUsEast1],
      business,
    });
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
    ...(shared.domain && { names: { ...shared.domain } }),
    ...(shared.authorizer && { authorizer: { ...environment.authorizer, sourceArns: shared.authorizer.sourceArns } }),
    alarmTopic: shared.alarmTopics.critical.arn,
    ...(addresses.length > 0 && { outside: addresses }),
    dashboards,
  };
}
