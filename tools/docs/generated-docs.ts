import * as path from "node:path";
import * as prettier from "prettier";
import { namespace, readStackFile } from "../../stacks/config/stack-values";
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

/** Plans of the stacks that are no workload: all workloads have the alarms of one. */
function plansBesides(root: string): Plan[] {
  return stackNames(root)
    .filter((stack) => readStackFile(root, stack).values[`${namespace}:kind`] !== "workload")
    .flatMap((stack) => readGolden(root, stack) ?? []);
}

/**
 * Every page that `npm run docs` makes, formatted as the repository's own files are.
 *
 * @param root the repository
 * @throws Error where the committed plan is missing, or has something that the pages cannot explain
 */
export async function generatedDocs(root: string): Promise<GeneratedDoc[]> {
  const plan = readGolden(root, STACK);
  if (!plan) throw new Error(`${goldenPath(STACK)} is missing; make it with: npm run plan -- ${STACK} --update`);
  const docs: GeneratedDoc[] = [
    { file: "docs/sandbox.md", text: sandboxPage(root) },
    { file: "docs/runbooks.md", text: runbooks([plan, ...plansBesides(root)]) },
    { file: "docs/diagrams.md", text: diagramsPage(plan) },
    ...systemPages(root, plan),
  ];
  return Promise.all(
    docs.map(async ({ file, text }) => {
      const filepath = path.join(root, file);
      const options = await prettier.resolveConfig(filepath);
      return { file, text: await prettier.format(text, { ...options, filepath }) };
    }),
  );
}
