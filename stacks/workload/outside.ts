import { Canary } from "../../components/observability/canary";
import { HealthCheck } from "../../components/observability/health-check";
import type { Monitoring, OutsideProbe, RequestProbe } from "../../components/observability/monitoring";
import type { AlarmSettings } from "../config/alarm-settings";
import type { Environment } from "../config/environment";
import type { SystemProviders } from "../systems/system";
import { outsideAddress, type OutsideAddress } from "./outside-address";
import type { Shared } from "./shared";

/** Which addresses there are, and with what they are asked. */
export interface OutsideArgs {
  environment: Environment;
  providers: SystemProviders;
  shared: Shared;
  /** What the components of each system describe, by the system's name. */
  systems: Readonly<Record<string, Monitoring[]>>;
}

/** What watches the addresses of one system. */
export interface Outside {
  /** The canary's steps, whose metrics are in the account's region. */
  monitoring: Monitoring[];
  /** Health checks, whose metrics are in us-east-1. */
  monitoringUsEast1: Monitoring[];
}

/** What watches a stack from outside. */
export interface AskedFromOutside {
  /** By the system's name; under `shared` the canary itself. */
  watched: Record<string, Outside>;
  /** What is asked, for whoever has just deployed. */
  addresses: OutsideAddress[];
}

/**
 * Asks every public address of a stack from outside: pages by a health check each, all else by one canary of the whole
 * stack, since a run costs the same whatever it asks. What the configuration switches off by the probe's name, or with its
 * system, is neither asked nor paid for.
 */
export function askFromOutside({ environment, providers, shared, systems }: OutsideArgs): AskedFromOutside {
  const { name: stack, alarmSettings, logRetentionDays } = environment;
  const found = Object.entries(systems).map(([system, monitoring]) => ({
    system,
    probes: monitoring.flatMap(({ probes = [] }) => probes),
  }));
  const isOn = (system: string) => (probe: OutsideProbe) => !isOff(alarmSettings, system, probe.name);
  const asked = found.flatMap(({ system, probes }) => probes.filter(isOn(system)));
  const requests = asked.filter((probe): probe is RequestProbe => probe.kind === "request");
  const canary =
    requests.length > 0
      ? new Canary(
          "outside",
          {
            key: shared.key,
            canaryName: `${stack}-outside`,
            probes: requests,
            everyMinutes: environment.outsideProbeMinutes,
            accessLogs: shared.accessLogBucket,
            logRetentionDays,
          },
          { parent: shared.component },
        )
      : undefined;
  const watching = ({ system, probes }: (typeof found)[number]): Outside => {
    const pages = probes.filter((probe) => probe.kind === "page");
    const others = probes.filter((probe) => probe.kind === "request");
    return {
      monitoring: others.map(({ name }) => canary?.steps[name] ?? notAsked(name)),
      monitoringUsEast1: pages.map((page) => {
        if (!isOn(system)(page)) return notAsked(page.name);
        const { name, url, path, contains } = page;
        const options = { parent: shared.component, providers: [providers.usEast1] };
        return new HealthCheck(name, { url, path, contains }, options).monitoring;
      }),
    };
  };
  return {
    watched: {
      ...Object.fromEntries(found.map((each) => [each.system, watching(each)])),
      shared: { monitoring: canary ? [canary.monitoring, canary.bucket.monitoring] : [], monitoringUsEast1: [] },
    },
    addresses: asked.map(outsideAddress),
  };
}

/** Keeps the name known, so that what switches it off is no mistake. */
function notAsked(name: string): Monitoring {
  return { title: `Address ${name}, not asked`, component: name, alarms: [], widgets: [] };
}

function isOff(settings: AlarmSettings, system: string, probe: string): boolean {
  const ofSystem = settings[system];
  return ofSystem === false || ofSystem?.[probe] === false;
}
