import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { repositoryRoot } from "../../../stacks/config";
import { UsageError, type Verb } from "../../command/verb";
import { readGolden } from "../../plan/golden";
import { rollBack } from "../../release/rollback";
import { rollbackHelp, rollbackOptions, rollbackRequest, rollbackText } from "../../release/rollback-options";
import { systemFunction } from "../../release/system-functions";
import { accountCredentials } from "../account-credentials";
import { oneStack } from "./one-stack";

export const rollback: Verb = {
  name: "rollback",
  about: `Points the alias of one function at a version that is still there, all of its traffic at once: for a fault that was
found after the release. It is refused while a release is under way. The code in the repository stays as it is; mend it
before the next deployment, which makes a newer version.`,
  options: { stack: { type: "string", multiple: true }, ...rollbackOptions },
  optionHelp: { "--stack NAME": "the stack; exactly one", ...rollbackHelp },
  async run(call) {
    const { name, account } = oneStack(call);
    const { system, to, named } = rollbackRequest(call);
    const plan = readGolden(repositoryRoot, name);
    if (!plan) throw new UsageError(`Plan the stack first: npm run plan -- ${name} --update`);
    const fn = systemFunction(plan, system, named);
    const options = { region: account.region, credentials: accountCredentials(account, "rollback") };
    const clients = { lambda: new LambdaClient(options), codedeploy: new CodeDeployClient(options) };
    try {
      const done = await rollBack(clients, fn, to);
      console.log(call.json ? JSON.stringify(done) : rollbackText({ ...done }));
    } finally {
      clients.lambda.destroy();
      clients.codedeploy.destroy();
    }
    return 0;
  },
};
