import { repositoryRoot } from "../../../stacks/config";
import type { Verb } from "../../command/verb";
import { realEngine } from "../engine";
import { deployedStack } from "../stack-process/deployed-stack";
import { firingAlarms } from "../status/account-status";
import { regionClients } from "../status/region-clients";
import { outsideOf } from "../verify/outside-of";
import { isWell, verificationText, verifyAddresses } from "../verify/verify-addresses";
import { waitOption, waitSeconds } from "../verify/wait-option";
import { oneStack } from "./one-stack";

export const verify: Verb = {
  name: "verify",
  about: `Asks what a stack has deployed whether it works, as soon as it is deployed: every public address must answer a stranger as
it should and nothing without TLS, and no alarm of the account may fire. The addresses are those that the stack's canary and
health checks watch; which they are is in its outputs. Nothing is changed.

The exit code is 0 where all is well, else 1.`,
  options: { stack: { type: "string", multiple: true }, ...waitOption.options },
  optionHelp: { "--stack NAME": "the stack; exactly one", ...waitOption.help },
  async run(call) {
    const { name, account } = oneStack(call);
    const seconds = waitSeconds(call);
    const { engine, folder } = await realEngine(repositoryRoot);
    const stack = await deployedStack({ stack: name, root: repositoryRoot, folder, engine });
    if (!stack) throw new Error(`${name}: nothing is deployed yet.`);
    const { outside } = await stack.outputs();
    const clients = regionClients()(account);
    const found = await verifyAddresses({
      addresses: outsideOf({ outside: outside?.value as unknown }),
      readFiring: () => firingAlarms(clients),
      seconds,
    });
    const title = `${name}, account ${account.id} (${account.name})`;
    console.log(call.json ? JSON.stringify({ stack: name, ...found }) : verificationText(title, found));
    return isWell(found) ? 0 : 1;
  },
};
