import * as fs from "node:fs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { functionNames } from "./function-names";
import { clientOptions, runningSandbox } from "./running";
import { UsageError, type Verb } from "./verb";

export const invoke: Verb = {
  name: "invoke",
  about: `Calls a function of the sandbox and prints what it returns. The event is JSON from a file, from standard input
with --event -, or {} by default. Sample events lie beside each handler in functions/.`,
  positionals: "FUNCTION",
  options: { event: { type: "string" }, qualifier: { type: "string" } },
  optionHelp: {
    "--event FILE": "the event as JSON; - reads standard input",
    "--qualifier NAME": "alias or version; default the unpublished code",
  },
  async run({ positionals, values, json }) {
    const [name, ...more] = positionals;
    if (!name || more.length > 0)
      throw new UsageError("Name one function: npm run sandbox -- invoke addStudentDetails");
    const payload = readEvent(values["event"] as string | undefined);
    const client = new LambdaClient({ ...clientOptions(runningSandbox().emulator), maxAttempts: 1 });
    try {
      const answer = await client.send(
        new InvokeCommand({
          FunctionName: name,
          Qualifier: values["qualifier"] as string | undefined,
          Payload: payload,
        }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString("utf8");
      console.log(json ? JSON.stringify({ error: answer.FunctionError ?? null, payload: parsed(text) }) : text);
      if (answer.FunctionError && !json) console.error(`The function failed: ${answer.FunctionError}`);
      return answer.FunctionError ? 1 : 0;
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
      throw new Error(`There is no function ${name}; the functions are ${functionNames()}`);
    } finally {
      client.destroy();
    }
  },
};

function readEvent(file: string | undefined): Buffer {
  const text = file === undefined ? "{}" : fs.readFileSync(file === "-" ? 0 : file, "utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `The event in ${file === "-" ? "standard input" : file} is not JSON: ${(error as Error).message}`,
    );
  }
  return Buffer.from(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
