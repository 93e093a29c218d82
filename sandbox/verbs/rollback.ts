import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { repositoryRoot } from "../../stacks/config";
import { readGolden } from "../../tools/plan/golden";
import { rollBack } from "../../tools/release/rollback";
import { rollbackHelp, rollbackOptions, rollbackRequest, rollbackText } from "../../tools/release/rollback-options";
import { systemFunction } from "../../tools/release/system-functions";
import { SANDBOX_STACK } from "../deploy/sandbox-stack";
import { clientOptions, runningSandbox } from "./running";
import type { Verb } from "./verb";

export const rollback: Verb = {
  name: "rollback",
  about: `Points the alias of one function of the sandbox at a version that is still there, as npm run platform -- rollback does
in an account.`,
  options: rollbackOptions,
  optionHelp: rollbackHelp,
  async run(call) {
    const { system, to, named } = rollbackRequest(call);
    const { emulator } = runningSandbox();
    const fn = systemFunction(readGolden(repositoryRoot, SANDBOX_STACK)!, system, named);
    const options = clientOptions(emulator);
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
