import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { zip } from "./zip";

/** Settings of an SDK client that calls the emulator. */
export function clientSettings(emulator: Emulator) {
  return {
    endpoint: emulator.endpoint,
    region: emulator.region,
    credentials: { accessKeyId: emulator.accountId, secretAccessKey: "test" },
  };
}

/** Makes a function with an alias `live`; returns its ARN without the alias. */
export async function createFunction(emulator: Emulator, name: string, handler: string): Promise<string> {
  const lambda = new LambdaClient(clientSettings(emulator));
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${emulator.accountId}:role/${name}`,
      Code: { ZipFile: zip("index.js", handler) },
      Publish: true,
    }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }));
  return `arn:aws:lambda:${emulator.region}:${emulator.accountId}:function:${made.FunctionName}`;
}
