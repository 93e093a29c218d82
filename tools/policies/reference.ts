import * as fs from "node:fs";
import * as path from "node:path";
import * as prettier from "prettier";
import { choices } from "./choices";
import { exceptionRules } from "../../policies/exception-rules";
import { loadLevels, settingOf } from "../../policies/levels";
import { rules, rulesByService } from "../../policies/rules";
import type { Rule, RuleDescription, Setting } from "../../policies/core/rule";

/** The reference's place in the repository. */
export const referenceFile = "docs/policies.md";

/** The reference of every rule, as Markdown in the repository's format. */
export async function policyReference(): Promise<string> {
  return prettier.format(text(), { parser: "markdown", printWidth: 120 });
}

function text(): string {
  const levels = loadLevels(rules);
  const services = Object.entries(rulesByService).filter(([, list]) => list.length > 0);
  const counts = `${rules.length} rules: ${rules.filter(({ kind }) => kind === "resource").length} look at one resource, ${rules.filter(({ kind }) => kind === "stack").length} at the relations between several.`;
  return `${[
    "# Policies",
    "Generated from `policies/rules` by `node tools/run.cjs tools/policies/write-reference.ts`; do not edit.",
    counts,
    "A rule reads inputs. What is not known before deployment is never a violation by itself, and never hides one that is. Levels, for production and per environment, are in `policies/levels.yaml`, exceptions in `policies/exceptions.yaml`. **mandatory** refuses a deployment, **advisory** warns; *fixes itself* marks rules that can also be set to `remediate`.",
    [
      "| Service | Rules |",
      "| --- | --- |",
      ...services.map(([name, list]) => `| [${name}](#${anchor(name)}) | ${list.length} |`),
    ].join("\n"),
    ...services.flatMap(([name, list]) => [
      `## ${name}`,
      ...list.map((rule) =>
        section(rule, settingOf(levels, rule).level, settingOf(levels, rule, { production: true }).level),
      ),
    ]),
    "## Where known packs disagree",
    [
      "| Question | Ours |",
      "| --- | --- |",
      ...choices.map(([question, choice]) => `| ${question} | ${choice} |`),
    ].join("\n"),
    "## Exceptions and failures",
    "An exception of `policies/exceptions.yaml` names a rule, a resource, a reason, an owner and its last day, at most 366 days away. Where it holds:",
    [
      "- `where: { production: false, removal: destroy }`: stacks whose configuration says so, whatever their name. `production: false` is always there, so that none reaches production; `removal: destroy`, or `exception: NAME` for one that the stack states in `platform:exceptions`, may stand beside it.",
      "- `environments: [dev]`: stacks by name. With `where`, both must hold.",
      "- Neither: every stack, for what AWS makes impossible.",
    ].join("\n"),
    "A violation that an exception accepts elsewhere only says which, and where.",
    ...Object.values(exceptionRules).map((rule) => section(rule, rule.severity === "low" ? "advisory" : "mandatory")),
  ].join("\n\n")}\n`;
}

function section(rule: RuleDescription | Rule, level: string, inProduction: string = level): string {
  const facts = [
    `${rule.severity}, ${level}${inProduction === level ? "" : ` (${inProduction} in production)`}`,
    ...("kind" in rule ? [rule.kind === "stack" ? "relations" : "one resource"] : []),
    ...("remediate" in rule && rule.remediate ? ["*fixes itself*"] : []),
  ];
  const types = "types" in rule && rule.types.length ? rule.types.map((type) => `\`${type}\``).join(", ") : "";
  return [
    `### ${rule.name}`,
    `${rule.title}.`,
    `${rule.why}`,
    [
      `- ${facts.join(" · ")}`,
      `- Fix: ${rule.fix}`,
      ...(types ? [`- On: ${types}`] : []),
      ...(rule.ids.length ? [`- Elsewhere: ${rule.ids.join(", ")}`] : []),
      ...Object.entries(rule.settings ?? {}).map(([name, setting]) => `- Setting \`${name}\`: ${described(setting)}`),
      ...(rule.url === undefined ? [] : [`- See <${rule.url}>`]),
    ].join("\n"),
  ].join("\n\n");
}

function described({ type, minimum, maximum, default: usual, description }: Setting): string {
  const range = [minimum === undefined ? "" : `from ${minimum}`, maximum === undefined ? "" : `to ${maximum}`]
    .filter(Boolean)
    .join(" ");
  return `${description} ${type}${range ? ` ${range}` : ""}, default \`${JSON.stringify(usual)}\`.`;
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

/** Writes the reference into a repository. */
export async function writeReference(root: string): Promise<void> {
  fs.writeFileSync(path.join(root, referenceFile), await policyReference());
}
