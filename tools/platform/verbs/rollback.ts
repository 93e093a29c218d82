import { LambdaClient } from "@aws-sdk/client-lambda";
import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type Verb } from "../../command/verb";
import { readGolden } from "../../plan/golden";
import { rollBack } from "../../release/rollback";
import { rollbackHelp, rollbackOptions, rollbackRequest, rollbackText } from "../../release/rollback-options";
import { systemFunction } from "../../release/system-functions";
import { accountCredentials } from "../account-credentials";
import { selectStacks } from "../select-stacks";
import { stackList } from "../stack-list";
import { selectionOf } from "./run-options";

export const rollback: Verb = {
  name: "rollback",
  about: `Points the alias of one function at a version that is still there, all of its traffic at once: for a fault that was
found after the release. It is refused while a release moves the alias. The code in the repository stays as it is; mend it
before the next deployment, which makes a newer version.`,
  options: { stack: { type: "string", multiple: true }, ...rollbackOptions },
  optionHelp: { "--stack NAME": "the stack; exactly one", ...rollbackHelp },
  async run(call) {
    const { stacks } = selectionOf(call);
    if (stacks.length !== 1) throw new UsageError("Say which stack: --stack NAME, once.");
    const { system, to, named } = rollbackRequest(call);
    const [stack] = selectStacks(stackList(repositoryRoot), { stacks, accounts: [] });
    const plan = readGolden(repositoryRoot, stack!.name);
    if (!plan) throw new UsageError(`Plan the stack first: npm run plan -- ${stack!.name} --update`);
    const fn = systemFunction(plan, system, named);
    const { account } = stack!;
    const client = new LambdaClient({ region: account.region, credentials: accountCredentials(account, "rollback") });
    try {
      const done = await rollBack(client, fn, to);
      console.log(call.json ? JSON.stringify(done) : rollbackText({ ...done }));
    } finally {
      client.destroy();
    }
    return 0;
  },
};
