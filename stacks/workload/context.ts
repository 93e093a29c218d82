import type * as pulumi from "@pulumi/pulumi";
import type { ExternalAuthorizer } from "../../components/access/external-authorizer";
import type { Key } from "../../components/encryption/key";
import type { LogDelivery } from "../../components/observability/log-delivery";
import { InputError } from "../../components/input-error";
import type { Environment } from "../config/environment";
import type { SystemName, SystemsConfiguration } from "../config/systems-schema";
import type { System, SystemContext, SystemDomain, SystemProviders, SystemResult } from "../systems/system";
import type { Shared } from "./shared";
import { boundedRoles } from "./bounded-roles";
import { SystemComponent } from "./system-component";
import { SystemKeys } from "./system-keys";

/** What a context is made of. */
export interface WorkloadContextArgs<Name extends SystemName> {
  system: System<Name>;
  environment: Environment;
  providers: SystemProviders;
  shared: Shared;
  /** Results of the systems that are already built, by name. */
  results: ReadonlyMap<SystemName, SystemResult>;
}

/** The context of one system within a workload stack. */
export class WorkloadContext<Name extends SystemName> implements SystemContext<Name> {
  readonly name: Name;
  readonly environment: Environment;
  readonly settings: NonNullable<SystemsConfiguration[Name]>;
  readonly providers: SystemProviders;
  readonly domain?: SystemDomain;
  readonly authorizer?: ExternalAuthorizer;
  readonly options: pulumi.ComponentResourceOptions;
  readonly optionsUsEast1: pulumi.ComponentResourceOptions;
  readonly accessLogBucket: Shared["accessLogBucket"];
  readonly undeliverable: Shared["undeliverable"];
  readonly alarmTopics: Shared["alarmTopics"];
  /** The parent of the system's components. */
  readonly component: SystemComponent;
  private readonly keys: SystemKeys;

  constructor(private readonly args: WorkloadContextArgs<Name>) {
    const { system, environment, providers, shared } = args;
    this.name = system.name;
    this.environment = environment;
    this.settings = environment.systems[system.name] as NonNullable<SystemsConfiguration[Name]>;
    this.providers = providers;
    this.domain = shared.domain;
    this.authorizer = shared.authorizer;
    this.component = new SystemComponent(
      system.name,
      {},
      { provider: providers.regional, transformations: boundedRoles(environment) },
    );
    this.options = { parent: this.component, providers: [providers.regional] };
    this.optionsUsEast1 = { parent: this.component, providers: [providers.usEast1] };
    this.accessLogBucket = shared.accessLogBucket;
    this.undeliverable = shared.undeliverable;
    this.alarmTopics = shared.alarmTopics;
    this.keys = new SystemKeys(system.name, environment, providers, this.component, system.keyServices);
  }

  key(): Key {
    return this.keys.regional();
  }

  keyUsEast1(): Key {
    return this.keys.usEast1();
  }

  logDelivery(): LogDelivery {
    return this.args.shared.logDeliveries.regional();
  }

  logDeliveryUsEast1(): LogDelivery {
    return this.args.shared.logDeliveries.usEast1();
  }

  reservedConcurrency(executions: number): number | undefined {
    return this.environment.reservedConcurrency ? executions : undefined;
  }

  resultOf<Result extends SystemResult>(system: System<SystemName, Result>): Result {
    if (!this.args.system.needs?.includes(system.name)) {
      const fix = `add "${system.name}" to it, so that it is built before`;
      throw new InputError("platform:stacks:System", this.name, "needs", this.args.system.needs ?? [], fix);
    }
    return this.args.results.get(system.name) as Result;
  }

  resultIfOn<Result extends SystemResult>(system: System<SystemName, Result>): Result | undefined {
    if (!this.args.system.uses?.includes(system.name)) {
      const fix = `add "${system.name}" to it, so that it is built before`;
      throw new InputError("platform:stacks:System", this.name, "uses", this.args.system.uses ?? [], fix);
    }
    return this.args.results.get(system.name) as Result | undefined;
  }
}
