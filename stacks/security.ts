import type * as pulumi from "@pulumi/pulumi";
import { accountsMonitoring } from "../components/observability/accounts-monitoring";
import { AccountProviders } from "./accounts";
import { makeCentralNames } from "./central-names";
import type { SecurityEnvironment } from "./config/organization-environment";
import { organizationOutputsOf } from "./organization-outputs";
import { makeArchive } from "./security/archive";
import { makeCentralIdentity } from "./security/central-identity";
import { makeDetection } from "./security/detection";
import { makeMails } from "./security/mails";
import { makeSinks } from "./security/sinks";
import { securityOutput, type SecurityOutputValues } from "./security-outputs";
import { regionWatch } from "./workload/region-watch";
import { SystemComponent } from "./workload/system-component";
import type { Outputs } from "./workload";

/**
 * What watches every account: the archive of their logs, the trail, the administration of GuardDuty, Security Hub, Config and
 * access analyzers, the mails, and one dashboard of them all. Deployed after the management stack, to the audit account; where
 * logs have an account of their own, once more to that one, for the archive alone. Under a Control Tower, its trail, recorders
 * and archive are used.
 *
 * @param environment where, and the organisation around it
 * @returns `{ accountId, region, alarmTopic, dashboards, security, trustedUserPool?, names? }`; `security` is typed by
 *   `stacks/security-outputs.ts`
 */
export function security(environment: SecurityEnvironment): Outputs {
  const { name, account, tags, structure } = environment;
  const providers = new AccountProviders({ account, stack: name, tags });
  const parent = new SystemComponent("security", {}, { provider: providers.regional });
  const options: pulumi.ComponentResourceOptions = { parent, providers: [providers.regional] };
  const outputs = { accountId: account.id, region: account.region };
  const organization = organizationOutputsOf(parent);

  const watch = regionWatch("security", environment, options, [{ service: "events.amazonaws.com" }]);
  const archive = makeArchive({ environment, organization, key: watch.key, options });
  if (account.name !== structure.securityAccount.name)
    return { ...outputs, alarmTopic: watch.topics.critical.arn, dashboards: { archive: watch.watch(archive) } };

  const detection = makeDetection({ environment, organization, providers, options });
  const mails = makeMails({ environment, organization, watch, options });
  const sinkArns = makeSinks({ environment, organization, providers, parent });
  const identity = makeCentralIdentity({ environment, key: watch.key, options });
  const names = makeCentralNames({ environment, providers, options });
  const told: SecurityOutputValues = { version: 1, busArn: mails.busArn, sinkArns };
  const accounts = structure.accounts.map((each) => ({ name: each.name, id: each.id }));
  const everything = accountsMonitoring("accounts", accounts);
  const monitoring = [
    everything,
    ...archive,
    ...detection,
    mails.monitoring,
    ...(identity?.monitoring ?? []),
    ...names.monitoring,
  ];
  return {
    ...outputs,
    alarmTopic: watch.topics.critical.arn,
    dashboards: { accounts: watch.watch(monitoring) },
    [securityOutput]: told,
    ...(identity && { trustedUserPool: identity.trustedUserPool }),
    ...(names.outputs && { names: names.outputs }),
  };
}
