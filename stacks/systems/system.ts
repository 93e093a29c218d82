import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Function } from "../../components/compute/function";
import type { Bucket } from "../../components/data/bucket";
import type { Key } from "../../components/encryption/key";
import type { KeyService } from "../../components/encryption/key-services";
import type { Queue } from "../../components/messaging/queue";
import type { ExternalAuthorizer } from "../../components/access/external-authorizer";
import type { AlarmTopic } from "../../components/observability/alarm-topic";
import type { LogDelivery } from "../../components/observability/log-delivery";
import type { GraphDescription, Monitoring } from "../../components/observability/monitoring";
import type { Environment } from "../config/environment";
import type { SystemName, SystemsConfiguration } from "../config/systems-schema";

/** The two providers of a workload: its region's, and the one for what AWS keeps in us-east-1 only. */
export interface SystemProviders {
  regional: aws.Provider;
  /** The same object as `regional` where the account's region is us-east-1. */
  usEast1: aws.Provider;
}

/** Topics that alarms go to, made once per stack. An alarm can only notify a topic of its own region. */
export interface AlarmTopics {
  critical: AlarmTopic;
  warning: AlarmTopic;
  /** For alarms on metrics of us-east-1 (CloudFront, its web ACL). The same object as `critical` where that is the region. */
  usEast1: AlarmTopic;
}

/** Where the names of an environment's pages and APIs go. */
export interface SystemDomain {
  /** Name of the pages, below which the APIs' names lie, for example `dev.example.com`. */
  name: string;
  /** The hosted zone that holds them. */
  zoneId: pulumi.Input<string>;
  /** Who answers for the zone, where the environment made it: what the zone around it has to name. */
  nameServers?: pulumi.Output<string[]>;
}

/** What a system gets to build itself with: where it runs, and what the whole stack shares. */
export interface SystemContext<Name extends SystemName = SystemName> {
  /** The system's name, which starts its resources' names, for example `students`. */
  readonly name: Name;
  readonly environment: Environment;
  /** The system's own options, with defaults filled in. */
  readonly settings: NonNullable<SystemsConfiguration[Name]>;
  readonly providers: SystemProviders;
  /** Absent where the environment has no domain, and everything answers on the names that AWS gives. */
  readonly domain?: SystemDomain;
  /** Checks the tokens of all APIs; absent where each has a function of its own. */
  readonly authorizer?: ExternalAuthorizer;
  /** Options for each component of the system: its parent and the region's provider. Pass it as the third argument. */
  readonly options: pulumi.ComponentResourceOptions;
  /** The same with the us-east-1 provider: web ACL, certificate and log group of a CloudFront distribution. */
  readonly optionsUsEast1: pulumi.ComponentResourceOptions;
  /** Server access logs of buckets and distributions end here. */
  readonly accessLogBucket: Bucket;
  /** The account's undeliverable queue, for `deadLetterQueue` of functions; alarmed, not processed. */
  readonly undeliverable: Queue;
  readonly alarmTopics: AlarmTopics;
  /** The system's customer-managed key in the region; made on first use, the same object afterwards. */
  key(): Key;
  /** The system's key in us-east-1; the same object as {@link key} where that is the region. */
  keyUsEast1(): Key;
  /** Lets web ACLs of the region write their logs, for `logDelivery`: one for the whole stack, made on first use. */
  logDelivery(): LogDelivery;
  /** The same in us-east-1; the same object as {@link logDelivery} where that is the region. */
  logDeliveryUsEast1(): LogDelivery;
  /**
   * Passes a reservation on, or `undefined` where the environment reserves nothing, because its account is too new to have
   * concurrency to reserve. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   *
   * @param executions how many concurrent executions the function keeps for itself
   */
  reservedConcurrency(executions: number): number | undefined;
  /**
   * What another system built. It must be listed in the asking system's `needs`.
   *
   * @throws InputError where it is not
   */
  resultOf<Result extends SystemResult>(system: System<SystemName, Result>): Result;
  /**
   * What another system built, or undefined where it is off. It must be listed in the asking system's `uses`.
   *
   * @throws InputError where it is not
   */
  resultIfOn<Result extends SystemResult>(system: System<SystemName, Result>): Result | undefined;
}

/** What a system leaves behind. Systems extend it with what other systems use (a table, a user pool). */
export interface SystemResult {
  /** The system's part of the stack's outputs, for example `{ url, apiKey, table }`; the keys are a contract. */
  outputs: Record<string, pulumi.Input<unknown>>;
  /** The functions that other systems may release and tune, by the name that the configuration has for them. Default none. */
  functions?: Record<string, Function>;
  /** Descriptions of the components in the account's region, in the order of the dashboard. */
  monitoring: Monitoring[];
  /** Descriptions of components whose metrics are in us-east-1. Default none. */
  monitoringUsEast1?: Monitoring[];
  /** What the system is for, in figures, which stand first on its dashboard and on the account's. Default none, with a reason in the tests. */
  business?: GraphDescription[];
}

/**
 * One system of the platform: a name, what it needs, and how it is built. Each lives in `stacks/systems/<name>.ts` and
 * stands in the list of `stacks/systems/index.ts`.
 *
 * @example
 * export const intake: System<"intake"> = {
 *   name: "intake",
 *   build: (context) => {
 *     const queue = new Queue("intake", { key: context.key(), visibilityTimeoutSeconds: 60 }, context.options);
 *     return { outputs: { queue: queue.url }, monitoring: [queue.monitoring] };
 *   },
 * };
 */
export interface System<Name extends SystemName = SystemName, Result extends SystemResult = SystemResult> {
  readonly name: Name;
  /** Systems that must be on and are built before this one. Default none. */
  readonly needs?: readonly SystemName[];
  /** Systems that are built before this one where they are on, and which it does without where they are off. Default none. */
  readonly uses?: readonly SystemName[];
  /** Services that its keys admit beside those of every system's key, for example `states`. Default none. */
  readonly keyServices?: readonly KeyService[];
  /** Makes the system's resources, all of them before it returns. */
  // A method, not a property: its argument may then be narrower than the list of all systems says.
  build(context: SystemContext<Name>): Result;
}
