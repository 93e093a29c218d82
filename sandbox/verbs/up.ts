import * as path from "node:path";
import { accountsSummaryOf } from "../accounts/accounts-summary";
import { bringUpAccounts } from "../accounts/bring-up-accounts";
import { goldenTypes } from "../deploy/golden-types";
import { cleanProcessEnvironment } from "../deploy/clean-process-environment";
import { bringUp } from "../deploy/bring-up";
import { judgeProgram } from "../deploy/judge-program";
import { sandboxAccount } from "../deploy/sandbox-account";
import { withLock } from "../with-lock";
import { sandboxPaths } from "../emulator/sandbox-paths";
import { ensureEngine } from "../engine/ensure-engine";
import { consoleProgress } from "../engine/progress";
import { summaryOf } from "./summary";
import { UsageError, type Verb } from "./verb";

export const up: Verb = {
  name: "up",
  about: `Deploys the platform to emulators on this machine with the real Pulumi engine and AWS provider, and prints where
everything is. Running it again changes only what differs. After an interruption it finishes the work.

The policy pack judges all of it first, here and then in the engine's preview; where it refuses, nothing is made. Rules
are in docs/policies.md, exceptions in policies/exceptions.yaml.

The first time it needs an engine and a provider: those installed, else Pulumi's releases, else a build from Go modules,
which takes about 20 minutes once; deploying every system takes about five. What was deployed is written to .sandbox/outputs.json.

With --accounts it deploys an organisation instead of one account: management, security, dev and prod are accounts of their
own, each with its baseline, and roles are assumed between them. The environments run fewer systems. See docs/accounts.md.`,
  options: { port: { type: "string" }, accounts: { type: "boolean" }, "enforce-iam": { type: "boolean" } },
  optionHelp: {
    "--port NUMBER": "where pages and students API answer; default 3000, or the one used before",
    "--accounts": "an organisation of four accounts instead of one account",
    "--enforce-iam": "policies are enforced, TLS is asked for, and the role that deploys has the published policy only",
  },
  async run({ json, values }) {
    if (values["accounts"] === true && values["enforce-iam"] === true)
      throw new UsageError("IAM is enforced for one account: use --enforce-iam without --accounts.");
    if (values["accounts"] === true) return accountsUp(values["port"] as string | undefined, json);
    const started = Date.now();
    const account = sandboxAccount();
    const forwardPort = portOf(values["port"] as string | undefined);
    cleanProcessEnvironment();
    const paths = sandboxPaths();
    const report = consoleProgress();
    const result = await withLock(path.join(paths.sandbox, "up.lock"), {}, async () => {
      // Before an engine is built, which may take minutes.
      const fingerprint = await judgeProgram(paths.root);
      const engine = await ensureEngine({ report, types: goldenTypes(paths.root) });
      const enforceIam = values["enforce-iam"] === true || undefined;
      const emulators = { ...account, forwardPort, enforceIam, progress: (text: string) => report.line(text) };
      return bringUp(engine, emulators, { report, logFile: path.join(paths.sandbox, "up.log"), fingerprint });
    });
    const seconds = (Date.now() - started) / 1000;
    const { outputs, changes, leftOut } = result;
    if (json) console.log(JSON.stringify({ outputs, changes, seconds, leftOut }));
    else console.log(summaryOf({ outputs, changes, seconds, leftOut }));
    return 0;
  },
};

async function accountsUp(port: string | undefined, json: boolean): Promise<number> {
  const started = Date.now();
  const forwardPort = portOf(port);
  cleanProcessEnvironment();
  const paths = sandboxPaths();
  const report = consoleProgress();
  const { outputs, reports, leftOut } = await withLock(path.join(paths.sandbox, "up.lock"), {}, async () => {
    const engine = await ensureEngine({ report, types: goldenTypes(paths.root) });
    return bringUpAccounts(engine, { report, forwardPort });
  });
  const seconds = (Date.now() - started) / 1000;
  if (json) console.log(JSON.stringify({ outputs, reports, seconds, leftOut }));
  else console.log(accountsSummaryOf({ outputs, reports, seconds, leftOut }));
  return 0;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65535)
    throw new Error(`--port is ${text}; use a number from 1024 to 65535`);
  return port;
}
