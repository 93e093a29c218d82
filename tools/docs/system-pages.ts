import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Plan } from "../plan/plan";
import { planTree, type PlanNode } from "../plan/plan-tree";
import { alarmsOf } from "./alarms";
import type { GeneratedDoc } from "./generated-docs";

const FOLDER = "docs/systems";
const START = "<!-- Made by `npm run docs` from test/golden; changes up to the end mark are overwritten. -->";
const END = "<!-- end -->";

/**
 * The pages of the systems, with their lists of resources and alarms as the plan has them. All else in them is written by
 * hand and stays.
 *
 * @param root the repository
 * @param plans committed plans; the lists of a system are from the first that has it
 * @throws Error for a page without the marks, or about a system that no plan has
 */
export function systemPages(root: string, plans: readonly Plan[]): GeneratedDoc[] {
  return readdirSync(path.join(root, FOLDER))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => {
      const file = `${FOLDER}/${name}`;
      const text = readFileSync(path.join(root, file), "utf8");
      const start = text.indexOf(START);
      const end = text.indexOf(END);
      if (start < 0 || end < start) throw new Error(`${file} has no place for its lists, between ${START} and ${END}`);
      const lists = systemLists(plans, path.basename(name, ".md"));
      return { file, text: `${text.slice(0, start)}${START}\n\n${lists}\n${text.slice(end)}` };
    });
}

function systemLists(plans: readonly Plan[], system: string): string {
  const nodesIn = (plan: Plan) => planTree(plan).flatMap(({ roots }) => roots.filter(({ name }) => name === system));
  const plan = plans.find((each) => nodesIn(each).length > 0);
  if (!plan) throw new Error(`No plan has the system ${system}.`);
  const nodes = nodesIn(plan);
  const components = nodes.flatMap(({ children }) => children);
  const alarms = alarmsOf(plan).filter((alarm) => alarm.system === system);
  return [
    "## Resources\n",
    `${nodes.reduce((sum, { count }) => sum + count, 0)} in the stack \`${plan.stack}\`:\n`,
    "| Name | Component | Resources |",
    "| --- | --- | --- |",
    ...components.map((node) => `| \`${node.name}\` | ${kindOf(node.type)} | ${resourcesOf(node)} |`),
    "\n## Alarms\n",
    ...(alarms.length > 0
      ? [
          "| Alarm | Severity |",
          "| --- | --- |",
          ...alarms.map(({ key, severity }) => `| [${key}](../runbooks.md#${key}) | ${severity} |`),
        ]
      : ["None."]),
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
