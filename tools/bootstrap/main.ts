import { parseArgs } from "node:util";
import { repositoryRoot } from "../../stacks/config";
import { consoleProgress } from "../../sandbox/engine/progress";
import { UsageError } from "../command/verb";
import { checkAccount } from "../platform/check-account";
import { explainFailure } from "../platform/explain-failure";
import { realEngine } from "../platform/engine";
import { interruption } from "../platform/interruption";
import { changesText } from "../platform/summary-table";
import { bootstrap, type Bootstrapped } from "./bootstrap";
import { bootstrapStack } from "./bootstrap-program";
import { statePlan, type StatePlan } from "./state-plan";

const usage = `usage: npm run bootstrap [-- OPTION…]

Makes where the state of all stacks is kept, in one account: a bucket (versions kept, TLS only, own key, access logs), the
key, which encrypts the stacks' secrets too, and a role for each stack that reaches its own state alone. Then it writes both
into Pulumi.yaml and Pulumi.STACK.yaml, to be committed. Running it again changes only what differs.

  --account NAME   the account, by its name in platform.config.yaml; default that of the management stack
  --dry-run        what would be made and written; nothing is
  --endpoint URL   an emulator instead of AWS, for example http://127.0.0.1:4566
  --json           one JSON document
  --help           this text

exit codes: 0 done; 1 an error; 2 wrong call. See docs/state.md.
`;

async function main(args: string[]): Promise<number> {
  const { values } = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { endpoint, account } = values;
  const dryRun = values["dry-run"];
  if (endpoint !== undefined) useEmulator(endpoint);
  const plan = statePlan({ root: repositoryRoot, account, endpoint });
  if (endpoint !== undefined) process.env["AWS_ACCESS_KEY_ID"] = plan.account.id;
  const site = { stack: bootstrapStack, account: plan.account };
  process.stderr.write(`Asking AWS whose credentials these are; account ${plan.account.id} is wanted …\n`);
  const wrong = await checkAccount(site);
  if (wrong !== undefined) throw new Error(wrong);
  const real = await realEngine(repositoryRoot);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const { signal, end } = interruption(say, () => process.exit(130));
  try {
    const report = consoleProgress();
    const result = await bootstrap({ ...real, plan, dryRun, endpoint, report, signal }).catch((error: Error) => {
      throw new Error(explainFailure(error.message, site));
    });
    const { bucketName, backendUrl } = plan;
    console.log(
      values.json ? JSON.stringify({ bucketName, backendUrl, dryRun, ...result }) : text(plan, result, dryRun),
    );
    return 0;
  } finally {
    end();
  }
}

/** Emulators take any credentials; those of the user must not reach them. */
function useEmulator(endpoint: string): void {
  if (!/^https?:\/\/[^/]+\/?$/.test(endpoint))
    throw new UsageError(`--endpoint is ${endpoint}; use an address such as http://127.0.0.1:4566`);
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN"]) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_SECRET_ACCESS_KEY: "emulator" });
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        account: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        endpoint: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

function text({ bucketName, account }: StatePlan, result: Bootstrapped, dryRun: boolean): string {
  const { changes, edits, made, moved } = result;
  const would = dryRun ? "would be " : "";
  const files = edits.map(({ file, path }) => `  ${file}: ${path.join(".")}`);
  return [
    `Bucket ${bucketName} in account ${account.id} (${account.name}): ${would}${changesText(changes)}.`,
    ...(moved && !dryRun ? ["Its own state is in it now."] : []),
    ...(files.length > 0
      ? [`Files ${would}written, to be committed:`, ...files]
      : ["The files are as they should be."]),
    ...(made.length > 0 ? [`Stacks made: ${made.join(", ")}.`] : []),
  ].join("\n");
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error instanceof UsageError || !process.env["DEBUG"] ? error.message : error.stack);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
