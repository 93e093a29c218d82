import * as path from "node:path";
import * as prettier from "prettier";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
import { optionRuns } from "../deploy-policy/option-plans";
import { goldenPath, readGolden } from "../plan/golden";
import type { Plan } from "../plan/plan";
import { stackNames } from "../plan/stack-names";
import { diagramsPage } from "./diagrams-page";
import { runbooks } from "./runbooks";
import { sandboxPage } from "./sandbox-page";
import { systemPages } from "./system-pages";

/** A page, or one with parts, that is made from the program. */
export interface GeneratedDoc {
  /** Relative to the repository. */
  file: string;
  text: string;
}

/** The stack whose plan the pages show. */
const STACK = "dev";

/** The stack that has what serves every environment from one place, so that the other has it not. */
const LAST_STACK = "prod";

/** Plans of the stacks that are no workload, and of those that are. */
function plansByKind(root: string): { besides: Plan[]; workloads: Plan[] } {
  const isWorkload = (stack: string) => readStackFile(root, stack).values[`${namespace}:kind`] === "workload";
  const plansOf = (stacks: string[]) => stacks.flatMap((stack) => readGolden(root, stack) ?? []);
  const stacks = stackNames(root);
  return {
    besides: plansOf(stacks.filter((stack) => !isWorkload(stack))),
    workloads: plansOf(stacks.filter(isWorkload)),
  };
}

/**
 * Every page that `npm run docs` makes, formatted as the repository's own files are.
 *
 * @param root the repository
 * @throws Error where the committed plan is missing, or has something that the pages cannot explain
 */
export async function generatedDocs(root: string): Promise<GeneratedDoc[]> {
  const plan = readGolden(root, STACK);
  const last = readGolden(root, LAST_STACK);
  if (!plan || !last) {
    const missing = plan ? LAST_STACK : STACK;
    throw new Error(`${goldenPath(missing)} is missing; make it with: npm run plan -- ${missing} --update`);
  }
  const { besides, workloads } = plansByKind(root);
  // Whoever switches an option on finds its alarms here.
  const options = (await optionRuns()).map((run) => run.plan);
  const docs: GeneratedDoc[] = [
    { file: "docs/sandbox.md", text: sandboxPage(root) },
    { file: "docs/runbooks.md", text: runbooks([plan, ...besides, last, ...workloads, ...options]) },
    { file: "docs/diagrams.md", text: diagramsPage(plan) },
    ...systemPages(root, [plan, last]),
  ];
  return Promise.all(
    docs.map(async ({ file, text }) => {
      const filepath = path.join(root, file);
      const options = await prettier.resolveConfig(filepath);
      return { file, text: await prettier.format(text, { ...options, filepath }) };
    }),
  );
}
