import { GetAliasCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { bundle } from "../../../components/compute/bundle";
import { deployedFunctions, swapCode } from "../../../sandbox/deploy/swap-code";
import { clientOptions, runningSandbox } from "../../../sandbox/verbs/running";
import { restoreCode } from "../../../sandbox/watch/restore-code";
import { SwappedRecord } from "../../../sandbox/watch/swapped-record";
import { sandboxOk } from "../../support/sandbox";

describe("swapping code", () => {
  it("knows every function of the platform, with its file", () => {
    const found = deployedFunctions(runningSandbox().emulator);
    expect(found.map((each) => each.functionName)).to.include.members([
      "addStudentDetails",
      "getStudentDetails",
      "streamfunction",
      "storeStudents",
    ]);
    for (const { entry } of found) expect(entry).to.match(/^functions\/.+\.ts$/);
  });

  it("publishes a version, moves the alias to it, and the function answers as before", async () => {
    const { emulator } = runningSandbox();
    const get = deployedFunctions(emulator).find((each) => each.functionName === "getStudentDetails")!;
    const client = new LambdaClient(clientOptions(emulator));
    const version = async () =>
      (await client.send(new GetAliasCommand({ FunctionName: get.functionName, Name: get.aliasName }))).FunctionVersion;
    const published = await swapCode(client, get);
    expect(await version()).to.equal(published);
    client.destroy();
    const event = "functions/students/get.events/unknown.json";
    const answer = await sandboxOk("invoke", "getStudentDetails", "--qualifier", get.aliasName, "--event", event);
    expect(JSON.parse(answer)).to.have.property("status", 404);
  });

  it("gives a function the code of its file again where a watch ended with other code, once", async () => {
    const { emulator } = runningSandbox();
    const record = new SwappedRecord(emulator.paths.sandbox);
    record.add("functions/students/get.ts", "what was typed while watching");
    // Others too, where somebody really watched before.
    expect(await restoreCode(emulator)).to.include("getStudentDetails");
    expect(await restoreCode(emulator)).to.deep.equal([]);
    expect(record.read()["functions/students/get.ts"]).to.equal(bundle("functions/students/get.ts").hash);
  });
});
