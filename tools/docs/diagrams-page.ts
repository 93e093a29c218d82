import { diagramsOf, markdown } from "../diagram/render-diagram";
import type { Plan } from "../plan/plan";

/** The page with the diagrams of a workload. */
export function diagramsPage(plan: Plan): string {
  return [
    "# Diagrams",
    "",
    "<!-- Made by `npm run docs` from test/golden/dev.json; changes are overwritten. -->",
    "",
    `What the stack \`${plan.stack}\` makes, and what goes where: first the systems, then the parts of each. Drawn from the plan:`,
    "mappings of event sources, integrations, subscriptions, and what each role may do. Dotted lines are taken where something",
    "fails. Keys, web ACLs, logs, alarms and the queue of what Lambda could not deliver serve all parts and are left out.",
    "",
    "```sh",
    "npm run plan -- dev --diagram dev.html   # the same as pictures; also .svg and .md",
    "```",
    "",
    markdown(diagramsOf(plan)),
  ].join("\n");
}
