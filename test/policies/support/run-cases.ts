import { rules } from "../../../policies/rules";
import { runPack } from "../../../policies/run-in-process";
import { recorded, type Cases, type RuleCases } from "./cases";

/** One case, ready to be judged. */
export interface OneCase {
  rule: string;
  name: string;
  isBad: boolean;
  resources: ReturnType<typeof recorded>;
  /** URNs that must be reported. */
  expected: string[];
}

/** Every case of some tables. */
export function casesOf(...tables: Cases[]): OneCase[] {
  return tables.flatMap((table) =>
    Object.entries(table).flatMap(([rule, given]) => [...half(rule, given, true), ...half(rule, given, false)]),
  );
}

function half(rule: string, given: RuleCases, isBad: boolean): OneCase[] {
  return Object.entries(isBad ? given.bad : given.good).map(([name, each]) => {
    const resources = recorded(given, each, isBad);
    const expected = isBad ? resources.filter((r) => r.name.startsWith("bad")).map(({ urn }) => urn) : [];
    return { rule, name: `${isBad ? "reports" : "takes"} ${name}`, isBad, resources, expected };
  });
}

/** The URNs that a rule reports, each once. */
export function judge(
  rule: string,
  resources: OneCase["resources"],
  options: Parameters<typeof runPack>[1] = {},
): string[] {
  const only = rules.filter(({ name }) => name === rule);
  if (only.length !== 1) throw new Error(`${only.length} rules are called ${rule}`);
  const violations = runPack(resources, {
    environment: "case",
    exceptions: [],
    ...options,
    rules: only,
    levels: { defaults: {} },
  });
  const failed = violations.find((violation) => violation.rule === "policy-failure");
  if (failed) throw new Error(failed.message);
  return [...new Set(violations.map(({ urn }) => urn!))].sort();
}
