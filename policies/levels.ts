import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { configurationOf, type Configuration, type Level, type Rule, type Severity } from "./core/rule";
import { nearest } from "./core/nearest";
import type { PolicyEnvironment } from "./environment";

const level = z.enum(["advisory", "mandatory", "remediate", "disabled"]);
const ruleEntry = z.union([level, z.looseObject({ level: level.optional() })]);
const levels = z.strictObject({
  severities: z.partialRecord(z.enum(["low", "medium", "high", "critical"]), level).optional(),
  rules: z.record(z.string(), ruleEntry).nullish(),
});
const schema = z.strictObject({
  defaults: levels,
  /** Every stack that is production, whatever its name. */
  production: levels.nullish(),
  /** By the stack's name. */
  environments: z.record(z.string(), levels).nullish(),
});

/** The contents of `policies/levels.yaml`. */
export type Levels = z.infer<typeof schema>;

/** How a rule runs in one environment. */
export interface RuleSetting {
  level: Level;
  /** What is configured beside the defaults. */
  configuration: Configuration;
}

/**
 * Reads the levels and checks every name in them.
 *
 * @throws for a misspelt rule, severity, level or setting, naming it and what may be meant
 */
export function loadLevels(rules: readonly Rule[], text: string = fs.readFileSync(file, "utf8")): Levels {
  const result = schema.safeParse(parse(text));
  if (!result.success) throw new Error(`policies/levels.yaml: ${z.prettifyError(result.error)}`);
  const problems = [
    ...Object.entries({ defaults: result.data.defaults, production: result.data.production ?? {} }),
    ...Object.entries(result.data.environments ?? {}),
  ].flatMap(([environment, { rules: entries }]) =>
    Object.entries(entries ?? {}).flatMap(([name, entry]) => {
      const rule = rules.find((each) => each.name === name);
      if (!rule)
        return [
          `${environment}: there is no rule "${name}"${nearest(
            name,
            rules.map((each) => each.name),
          )}`,
        ];
      const known = Object.keys(rule.settings ?? {});
      return settingsIn(entry)
        .filter((setting) => !known.includes(setting))
        .map((setting) => `${environment}: rule ${name} has no setting "${setting}"${nearest(setting, known)}`);
    }),
  );
  if (problems.length) throw new Error(`policies/levels.yaml: ${problems.join("; ")}`);
  return result.data;
}

const file = path.join(__dirname, "levels.yaml");

function settingsIn(entry: z.infer<typeof ruleEntry>): string[] {
  return typeof entry === "string" ? [] : Object.keys(entry).filter((key) => key !== "level");
}

/**
 * How a rule runs: what the environment says of it, by name or as production, else of its severity, else the defaults, else the
 * rule itself.
 */
export function settingOf(levelsFile: Levels, rule: Rule, environment: PolicyEnvironment = {}): RuleSetting {
  const { name, production } = environment;
  const scopes = [
    levelsFile.defaults,
    ...(production ? [levelsFile.production] : []),
    ...(name ? [levelsFile.environments?.[name]] : []),
  ];
  let found: Level = rule.level ?? "mandatory";
  let configuration: Configuration = {};
  for (const scope of scopes) {
    const bySeverity = rule.level ? undefined : scope?.severities?.[rule.severity as Severity];
    if (bySeverity) found = bySeverity;
  }
  for (const scope of scopes) {
    const entry = scope?.rules?.[rule.name];
    if (typeof entry === "string") found = entry;
    else if (entry) {
      const { level: own, ...rest } = entry;
      if (own) found = own;
      configuration = { ...configuration, ...rest };
    }
  }
  return { level: found, configuration: configurationOf(rule, configuration) };
}
