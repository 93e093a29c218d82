/**
 * Writes policies/deploy-policy.json and policies/workload-boundary.json from what was recorded and planned; see docs/accounts.md.
 *
 * usage: npm run deploy-policy
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as prettier from "prettier";
import { policyDocuments } from "../../components/delivery/policy-documents";
import { makeBoundary, makePolicy } from "./make-policy";
import { BOUNDARY_FILE, POLICY_FILE } from "./record";

async function main(): Promise<void> {
  const root = path.resolve(__dirname, "../..");
  const policy = makePolicy(root);
  await write(POLICY_FILE, policy);
  await write(BOUNDARY_FILE, makeBoundary(root));
  const documents = policyDocuments("platform:delivery:GitHubDeployment", "deployment", policy.statements);
  const actions = policy.statements.flatMap(({ Action }) => Action);
  console.log(`${actions.length} actions in ${policy.statements.length} statements, ${documents.length} policies.`);
}

async function write(file: string, content: unknown): Promise<void> {
  const options = await prettier.resolveConfig(file);
  fs.writeFileSync(file, await prettier.format(JSON.stringify(content), { ...options, filepath: file }));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
