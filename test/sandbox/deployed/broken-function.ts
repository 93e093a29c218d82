import {
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { deployedFunctions, swapCode } from "../../../sandbox/deploy/swap-code";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";

/** A deployed function whose alias a test points at code that fails, and back. */
export class BrokenFunction {
  private readonly lambda = new LambdaClient(clientOptions(runningSandbox().emulator));
  private readonly alias: { FunctionName: string; Name: string };
  private good?: string;

  /** @param functionName as in Lambda, for example `storeStudents` */
  constructor(private readonly functionName: string) {
    this.alias = { FunctionName: functionName, Name: this.deployed().aliasName };
  }

  /** Has every invocation through the alias fail. */
  async break(): Promise<void> {
    this.good = (await this.lambda.send(new GetAliasCommand(this.alias))).FunctionVersion;
    await this.point(
      await publishCode(
        this.lambda,
        this.functionName,
        'exports.handler = async () => { throw new Error("broken"); };',
      ),
    );
  }

  /** Points the alias at what it was before. */
  async mend(): Promise<void> {
    await this.point(this.good!);
  }

  /** Gives the unpublished code too what the engine deployed. To be called once, after all tests. */
  async restore(): Promise<void> {
    await swapCode(this.lambda, this.deployed());
    this.lambda.destroy();
  }

  private async point(FunctionVersion: string): Promise<void> {
    await this.lambda.send(new UpdateAliasCommand({ ...this.alias, FunctionVersion }));
  }

  private deployed() {
    return deployedFunctions(runningSandbox().emulator).find((each) => each.functionName === this.functionName)!;
  }
}

/** Publishes a version of a function, which no alias points at. @returns the version */
export async function publishCode(lambda: LambdaClient, FunctionName: string, code: string): Promise<string> {
  const ZipFile = zipSync({ "index.js": Buffer.from(code) });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  return (await lambda.send(new PublishVersionCommand({ FunctionName }))).Version!;
}
