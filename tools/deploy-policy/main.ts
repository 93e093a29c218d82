import * as fs from "node:fs";
import * as path from "node:path";
import * as prettier from "prettier";
import { policyDocuments } from "../../components/delivery/policy-documents";
import { makeBoundary, makePolicy, policyPlans } from "./make-policy";
import { BOUNDARY_FILE, POLICY_FILE } from "./record";

const usage = `usage: npm run deploy-policy

Writes what a deployment may do, policies/deploy-policy.json, and what roles of workloads may have at most,
policies/workload-boundary.json, from what was recorded in the sandbox and from the committed plans. See docs/accounts.md.

  --help   this text
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    const isHelp = args.length === 1 && ["--help", "-h"].includes(args[0]!);
    (isHelp ? process.stdout : process.stderr).write(usage);
    return isHelp ? 0 : 2;
  }
  const root = path.resolve(__dirname, "../..");
  const plans = await policyPlans(root);
  const policy = makePolicy(plans);
  await write(POLICY_FILE, policy);
  await write(BOUNDARY_FILE, makeBoundary(plans));
  const documents = policyDocuments("platform:delivery:GitHubDeployment", "deployment", policy.statements);
  const actions = policy.statements.flatMap(({ Action }) => Action);
  console.log(`${actions.length} actions in ${policy.statements.length} statements, ${documents.length} policies.`);
  return 0;
}

async function write(file: string, content: unknown): Promise<void> {
  const options = await prettier.resolveConfig(file);
  fs.writeFileSync(file, await prettier.format(JSON.stringify(content), { ...options, filepath: file }));
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
