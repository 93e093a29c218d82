import { joinedAlarmSettings, type AlarmSettings } from "./alarm-settings";
import { memberAccounts } from "./organization-structure";
import type { AccountConfiguration, PlatformConfiguration } from "./platform-schema";
import type { Exception, StackConfiguration, StackKind, TrustedUserPool, WorkloadConfiguration } from "./stack-schema";
import { parentDomain, type DomainConfiguration } from "./parent-domain";
import type { SystemsConfiguration } from "./systems-schema";

/** The account an environment is deployed to. */
export interface EnvironmentAccount extends AccountConfiguration {
  /** Its name in `platform.config.yaml`, for example `dev`. */
  name: string;
}

/** Names and certificates of an environment. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html */
export interface EnvironmentDomain {
  /** Name that the pages get, and that the APIs' names end with, for example `dev.example.com`. */
  name: string;
  /** Name of the hosted zone, for example `example.com`; the same as `name` where the environment makes its own. */
  zoneName: string;
  /** Id of a hosted zone that is there already, for example `Z0123456789ABC`. Absent: the environment makes its own. */
  zoneId?: string;
  /** The zone of a central account that delegates to the environment's own. Absent: it is elsewhere, and people do it. */
  parent?: DomainParent;
}

/** A zone of a central account. */
export interface DomainParent {
  /** For example `example.com`. */
  zoneName: string;
  zoneId: string;
  /** The account that holds it. */
  accountId: string;
}

/** What every stack knows of itself, whatever its kind. */
export interface StackEnvironment {
  /** The stack's name, for example `dev`. */
  name: string;
  kind: StackKind;
  /** Short name of the organisation, lower case, which starts names that must be unique in the world. */
  organization: string;
  /** Who answers for the environment. */
  owner: { name: string; email: string };
  account: EnvironmentAccount;
  /** E-mail addresses by the severity of the alarm. */
  alarmAddresses: { critical: string[]; warning: string[] };
  /** What happens to tables, buckets, keys and pools when they leave the program. */
  removal: "retain" | "destroy";
  logRetentionDays: number;
  /** Tags that every resource gets through its provider. */
  tags: Record<string, string>;
}

/**
 * All that a workload's systems may know about where they run. Made once from `platform.config.yaml` and the stack's own
 * values, checked, with every default filled in. Systems read it; components and handlers never do.
 */
export interface Environment extends StackEnvironment {
  kind: "workload";
  /** Name of the API stages, for example `Dev`. */
  stageName: string;
  /** True where real users' data live: longer retention, domain names and no exceptions. */
  production: boolean;
  /** Who hears of each new student. */
  announcementAddresses: string[];
  backupRetentionDays: number;
  /** False where the account's limit leaves nothing to reserve, by a dated exception. */
  reservedConcurrency: boolean;
  /** Whether roles carry the boundary that the account's baseline makes. */
  boundedRoles: boolean;
  /** Absent only outside production, by a dated exception. */
  domain?: EnvironmentDomain;
  /** Origins beside the platform's own pages whose scripts may call the APIs. */
  allowedOrigins: string[];
  /** User pools of other accounts whose access tokens the authorizers accept. */
  trustedUserPools: TrustedUserPool[];
  /** A function that checks the tokens of all APIs. Absent: each API has one of its own. */
  authorizer?: NonNullable<WorkloadConfiguration["authorizer"]>;
  /** Every account of the organisation by its name, for what reaches into others. */
  accounts: Readonly<Record<string, { id: string; region: string }>>;
  /** Alarms that differ from their defaults. */
  alarmSettings: AlarmSettings;
  /** Minutes between two rounds in which the APIs are asked from outside. */
  outsideProbeMinutes: number;
  /** The systems that are on, with their options; an absent one is off. */
  systems: SystemsConfiguration;
  exceptions: Exception[];
}

/** The values an environment is made from, already checked. */
export interface EnvironmentParts {
  stack: string;
  platform: PlatformConfiguration;
  workload: WorkloadConfiguration;
}

/**
 * Puts an environment together from checked values.
 *
 * @param parts the two files' values; cross-references (account, owner, domain) must exist
 */
export function toEnvironment({ stack, platform, workload }: EnvironmentParts): Environment {
  const excepted = (name: Exception["name"]) => workload.exceptions.some((exception) => exception.name === name);
  return {
    ...toStackEnvironment(stack, platform, workload),
    kind: workload.kind,
    stageName: workload.stageName,
    production: workload.production,
    announcementAddresses: workload.announcementAddresses ?? platform.addresses.announcements,
    backupRetentionDays: workload.backupRetentionDays,
    reservedConcurrency: !excepted("no-reserved-concurrency"),
    boundedRoles: workload.boundedRoles,
    ...(workload.domain && { domain: toDomain(platform, workload.domain, workload.account) }),
    allowedOrigins: workload.allowedOrigins,
    trustedUserPools: workload.trustedUserPools,
    ...(workload.authorizer && { authorizer: workload.authorizer }),
    accounts: Object.fromEntries(
      memberAccounts(platform, workload.account).map(([name, { id, region }]) => [name, { id, region }]),
    ),
    alarmSettings: joinedAlarmSettings(platform.alarmSettings, workload.alarmSettings),
    outsideProbeMinutes: workload.outsideProbeMinutes,
    systems: workload.systems,
    exceptions: workload.exceptions,
  };
}

function toDomain(platform: PlatformConfiguration, domain: DomainConfiguration, account: string): EnvironmentDomain {
  if (typeof domain !== "string") {
    const { zoneName, zoneId } = platform.domains[domain.zone]!;
    return { name: domain.prefix ? `${domain.prefix}.${zoneName}` : zoneName, zoneName, zoneId: zoneId! };
  }
  const parent = parentDomain(platform, domain, account);
  return {
    name: domain,
    zoneName: domain,
    ...(parent && {
      parent: {
        zoneName: parent.zoneName,
        zoneId: parent.zoneId!,
        accountId: platform.accounts[parent.account]!.id,
      },
    }),
  };
}

/**
 * The part of an environment that stacks of every kind have.
 *
 * @param stack the stack's name
 * @param platform the shared values
 * @param values the stack's own; account and owner must exist
 */
export function toStackEnvironment(
  stack: string,
  platform: PlatformConfiguration,
  values: StackConfiguration,
): StackEnvironment {
  return {
    name: stack,
    kind: values.kind,
    organization: platform.organization.name,
    owner: { name: values.owner, email: platform.owners[values.owner]! },
    account: { ...platform.accounts[values.account]!, name: values.account },
    alarmAddresses: values.alarmAddresses ?? platform.addresses.alarms,
    removal: values.removal,
    logRetentionDays: values.logRetentionDays,
    tags: {
      Organization: platform.organization.name,
      Environment: stack,
      Owner: values.owner,
      ManagedBy: "pulumi",
      ...platform.tags,
      ...values.tags,
    },
  };
}
