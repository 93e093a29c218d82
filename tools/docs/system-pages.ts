import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Plan } from "../plan/plan";
import { planTree, type PlanNode } from "../plan/plan-tree";
import { alarmsOf } from "./alarms";
import type { GeneratedDoc } from "./generated-docs";

const FOLDER = "docs/systems";
const START = "<!-- Made by `npm run docs` from test/golden/dev.json; changes up to the end mark are overwritten. -->";
const END = "<!-- end -->";

/**
 * The pages of the systems, with their lists of resources and alarms as the plan has them. All else in them is written by
 * hand and stays.
 *
 * @param root the repository
 * @param plan the committed plan that the lists are from
 * @throws Error for a page without the marks, or about a system that the plan does not have
 */
export function systemPages(root: string, plan: Plan): GeneratedDoc[] {
  return readdirSync(path.join(root, FOLDER))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => {
      const file = `${FOLDER}/${name}`;
      const text = readFileSync(path.join(root, file), "utf8");
      const start = text.indexOf(START);
      const end = text.indexOf(END);
      if (start < 0 || end < start) throw new Error(`${file} has no place for its lists, between ${START} and ${END}`);
      const lists = systemLists(plan, path.basename(name, ".md"));
      return { file, text: `${text.slice(0, start)}${START}\n\n${lists}\n${text.slice(end)}` };
    });
}

function systemLists(plan: Plan, system: string): string {
  const nodes = planTree(plan).flatMap(({ roots }) => roots.filter(({ name }) => name === system));
  if (nodes.length === 0) throw new Error(`The plan has no system ${system}.`);
  const components = nodes.flatMap(({ children }) => children);
  const alarms = alarmsOf(plan).filter((alarm) => alarm.system === system);
  return [
    "## Resources\n",
    `${nodes.reduce((sum, { count }) => sum + count, 0)} in the stack \`dev\`:\n`,
    "| Name | Component | Resources |",
    "| --- | --- | --- |",
    ...components.map((node) => `| \`${node.name}\` | ${kindOf(node.type)} | ${resourcesOf(node)} |`),
    "\n## Alarms\n",
    "| Alarm | Severity |",
    "| --- | --- |",
    ...alarms.map(({ key, severity }) => `| [${key}](../runbooks.md#${key}) | ${severity} |`),
    "",
  ].join("\n");
}

/** The last part of a type: `Function` of `platform:compute:Function`. */
function kindOf(type: string): string {
  return type.split(":").at(-1)!;
}

function resourcesOf(node: PlanNode): string {
  const counts = new Map<string, number>();
  const visit = (each: PlanNode): void => {
    if (each.children.length === 0) counts.set(kindOf(each.type), (counts.get(kindOf(each.type)) ?? 0) + 1);
    each.children.forEach(visit);
  };
  visit(node);
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} × ${kind}`)).join(", ");
}
