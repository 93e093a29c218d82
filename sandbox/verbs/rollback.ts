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
    const client = new LambdaClient(clientOptions(emulator));
    try {
      const done = await rollBack(client, fn, to);
      console.log(call.json ? JSON.stringify(done) : rollbackText({ ...done }));
    } finally {
      client.destroy();
    }
    return 0;
  },
};
