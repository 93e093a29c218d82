import * as fs from "node:fs";
import { exceptionRules } from "../../policies/exception-rules";
import { nearest } from "../../policies/core/nearest";
import { rules } from "../../policies/rules";

/**
 * What is wrong with a file for `--policy-pack-config`: the engine passes over misspelt rules without a word, so that a
 * level or setting has no effect.
 *
 * @param text the file's JSON
 * @returns one sentence for each unknown rule or setting
 */
export function packConfigProblems(text: string): string[] {
  const config = JSON.parse(text) as Record<string, unknown>;
  const settings = new Map(rules.map((rule) => [rule.name, Object.keys(rule.settings ?? {})]));
  for (const { name } of Object.values(exceptionRules)) settings.set(name, []);
  return Object.entries(config).flatMap(([name, value]) => {
    if (name === "all") return [];
    const known = settings.get(name);
    if (!known) return [`there is no rule "${name}"${nearest(name, [...settings.keys()])}`];
    const given = typeof value === "object" && value !== null ? Object.keys(value) : [];
    return given
      .filter((key) => key !== "enforcementLevel" && !known.includes(key))
      .map((key) => `rule ${name} has no setting "${key}"${nearest(key, known)}`);
  });
}

if (require.main === module) {
  const file = process.argv[2];
  const problems = file ? packConfigProblems(fs.readFileSync(file, "utf8")) : ["usage: check-pack-config.ts FILE"];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length ? 1 : 0;
}
