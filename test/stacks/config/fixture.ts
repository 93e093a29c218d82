import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { loadConfiguration, type Configuration } from "../../../stacks/config";
import type { Environment } from "../../../stacks/config/environment";
import { ConfigurationError, type Problem } from "../../../stacks/config/problem";
import type { StackValues } from "../../../stacks/config/stack-values";

/** A shared file with nothing left to fill in. */
export const platformYaml = `
organization: { name: acme }
accounts:
  dev: { id: "111122223333", email: aws+dev@acme.io, region: eu-west-1 }
  prod: { id: "222233334444", email: aws+prod@acme.io, region: eu-west-1, deployRole: Deployment }
owners: { platform: platform@acme.io, data: data@acme.io }
addresses:
  alarms: { critical: [on-call@acme.io], warning: [platform@acme.io] }
  announcements: [registrar@acme.io]
domains:
  main: { zoneName: acme.io, zoneId: Z0123456789ABC }
tags: { CostCentre: "42" }
`;

/** The same with a whole organisation around the accounts. */
export const organizationYaml = platformYaml
  .replace(
    "organization: { name: acme }",
    `organization:
  name: acme
  units: { security: { name: Security }, workloads: {}, production: { parent: workloads, name: Production } }`,
  )
  .replace(
    "accounts:",
    `accounts:
  management: { id: "444455556666", email: aws+management@acme.io, role: management, region: eu-west-1 }
  audit: { id: "555566667777", email: aws+audit@acme.io, role: security, unit: security, region: eu-west-1 }`,
  )
  .replace("aws+dev@acme.io,", "aws+dev@acme.io, unit: workloads, owner: data, budget: { amountUsd: 100 },")
  .replace("aws+prod@acme.io,", "aws+prod@acme.io, unit: production,");

/** Values of a stack of another kind than a workload. */
export const valuesOf = (kind: string, account: string, more: StackValues = {}): Partial<StackValues> => ({
  "platform:production": undefined,
  "platform:domain": undefined,
  "platform:systems": undefined,
  "platform:kind": kind,
  "platform:account": account,
  ...more,
});

/** Values of a stack with nothing wrong, as the engine gives them. */
export const devValues: StackValues = {
  "pulumi:disable-default-providers": '["aws"]',
  "platform:kind": "workload",
  "platform:account": "dev",
  "platform:production": "false",
  "platform:domain": '{"zone":"main","prefix":"dev"}',
  "platform:systems": '{"students":{}}',
};

/** Runs with a folder that holds `platform.config.yaml`, and removes it. */
export function withRoot<T>(yaml: string, use: (root: string) => T): T {
  const root = mkdtempSync(path.join(tmpdir(), "platform-config-"));
  try {
    writeFileSync(path.join(root, "platform.config.yaml"), yaml);
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Loads the configuration of a workload as of 2026-11-21. */
export function load(
  values: Partial<StackValues> = {},
  yaml = platformYaml,
  stack = "dev",
): Configuration & { environment: Environment } {
  const { environment, ...rest } = loadAny(values, yaml, stack);
  if (environment.kind !== "workload") throw new Error(`${stack} is a stack of kind ${environment.kind}`);
  return { ...rest, environment };
}

/** Loads the configuration of a stack of any kind as of 2026-11-21. */
export function loadAny(values: Partial<StackValues> = {}, yaml = platformYaml, stack = "dev"): Configuration {
  const merged = Object.fromEntries(
    Object.entries({ ...devValues, ...values }).filter(([, each]) => each !== undefined),
  );
  return withRoot(yaml, (root) =>
    loadConfiguration({ stack, values: merged as StackValues, root, now: new Date("2026-11-21T12:00:00Z") }),
  );
}

/** The problems of a configuration; fails where it has none. */
export function problemsOf(values: Partial<StackValues> = {}, yaml = platformYaml, stack = "dev"): Problem[] {
  try {
    loadAny(values, yaml, stack);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error("the configuration was accepted");
}
