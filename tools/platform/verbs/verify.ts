import * as auto from "@pulumi/pulumi/automation";
import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type Verb } from "../../command/verb";
import { realEngine } from "../engine";
import { selectStacks } from "../select-stacks";
import { stackList } from "../stack-list";
import { openStack } from "../stack-process/open-stack";
import { firingAlarms } from "../status/account-status";
import { regionClients } from "../status/region-clients";
import { outsideOf } from "../verify/outside-of";
import { isWell, verificationText, verifyAddresses } from "../verify/verify-addresses";
import { waitOption, waitSeconds } from "../verify/wait-option";
import { selectionOf } from "./run-options";

export const verify: Verb = {
  name: "verify",
  about: `Asks what a stack has deployed whether it works, as soon as it is deployed: every public address must answer a stranger as
it should and nothing without TLS, and no alarm of the account may fire. The addresses are those that the stack's canary and
health checks watch; which they are is in its outputs. Nothing is changed.

The exit code is 0 where all is well, else 1.`,
  options: { stack: { type: "string", multiple: true }, ...waitOption.options },
  optionHelp: { "--stack NAME": "the stack; exactly one", ...waitOption.help },
  async run(call) {
    const { stacks } = selectionOf(call);
    if (stacks.length !== 1) throw new UsageError("Say which stack: --stack NAME, once.");
    const seconds = waitSeconds(call);
    const [stack] = selectStacks(stackList(repositoryRoot), { stacks, accounts: [] });
    const { name, account } = stack!;
    const { engine, folder } = await realEngine(repositoryRoot);
    const outputs = await deployedOutputs({ stack: name, root: repositoryRoot, folder, engine });
    const clients = regionClients()(account);
    const found = await verifyAddresses({
      addresses: outsideOf(outputs),
      readFiring: () => firingAlarms(clients),
      seconds,
    });
    const title = `${name}, account ${account.id} (${account.name})`;
    console.log(call.json ? JSON.stringify({ stack: name, ...found }) : verificationText(title, found));
    return isWell(found) ? 0 : 1;
  },
};

/** @throws Error where the stack was never deployed */
async function deployedOutputs(request: Parameters<typeof openStack>[0]): Promise<Record<string, unknown>> {
  try {
    const stack = await openStack(request, () => Promise.resolve());
    return Object.fromEntries(Object.entries(await stack.outputs()).map(([key, output]) => [key, output.value]));
  } catch (error) {
    if (error instanceof auto.StackNotFoundError) throw new Error(`${request.stack}: nothing is deployed yet.`);
    throw error;
  }
}
