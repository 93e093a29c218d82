import "../support/environment";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { handler as clean, type CleanUp } from "../../../functions/tuning/clean";
import type { Job } from "../../../functions/tuning/job";
import { handler as prepare } from "../../../functions/tuning/prepare";
import sample from "../../../functions/tuning/prepare.events/get-student.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { FakeLambda } from "./fake-lambda";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:getStudentDetails";

describe("prepareTuning and cleanTuning", () => {
  const client = useAwsMock(LambdaClient);
  let fake: FakeLambda;
  beforeEach(() => {
    fake = new FakeLambda();
    fake.aliases.set("live", "the callers'");
    fake.answer(client());
  });

  const run = async <T>(work: () => Promise<T>): Promise<T> => (await capturedOutput(work)).result;
  const prepared = (input: object = {}, execution = "run-1"): Promise<Job> =>
    run(() => prepare({ execution, input: { ...sample.input, ...input } }, lambdaContext(300_000)));
  const cleaned = (input: object = {}, execution = "run-1"): Promise<CleanUp> =>
    run(() => clean({ execution, input: { lambdaARN: ARN, ...input } }, lambdaContext(300_000)));
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("it ended well"),
      (error: Error) => error,
    );
  /** As it was before anything happened. */
  const expectUntouched = () => {
    expect(fake.latest.MemorySize).to.equal(256);
    expect(fake.versions.map(({ Version }) => Version)).to.deep.equal(["1"]);
    expect([...fake.aliases]).to.deep.equal([["live", "the callers'"]]);
  };

  it("publishes a version for each size and gives $LATEST its own back; the clean-up leaves nothing", async () => {
    const job = await prepared({ powerValues: [512, 128, 512], num: 7, strategy: "speed", payload: { id: 1 } });
    expect(job).to.deep.equal({
      functionArn: ARN,
      architecture: "arm64",
      region: "us-east-1",
      timeoutSeconds: 10,
      versions: [
        { power: 128, version: "2" },
        { power: 512, version: "3" },
      ],
      num: 7,
      payload: { id: 1 },
      parallelInvocation: false,
      strategy: "speed",
      balancedWeight: 0.5,
    });
    expect(fake.latest.MemorySize).to.equal(256);
    expect(fake.versions.map(({ MemorySize }) => MemorySize)).to.deep.equal([256, 128, 512]);
    expect(await cleaned()).to.deep.equal({ restored: false, removed: ["2", "3"] });
    expectUntouched();
    expect(await cleaned()).to.deep.equal({ restored: false, removed: [] });
  });

  it("never changes an alias but its own", async () => {
    await prepared();
    expect(fake.aliases.get("live")).to.equal("the callers'");
    await cleaned();
    expectUntouched();
  });

  it("uses a version that is there already, and leaves it there", async () => {
    const { versions } = await prepared({ powerValues: [256] });
    expect(versions).to.deep.equal([{ power: 256, version: "1" }]);
    await cleaned();
    expectUntouched();
  });

  for (const call of ["PublishVersion", "UpdateFunctionConfiguration", "UpdateAlias", "ListVersionsByFunction"]) {
    it(`leaves nothing when it is killed at ${call} and only the clean-up runs`, async () => {
      fake.failAt = call;
      await errorOf(prepared({ powerValues: [128, 512] }));
      await cleaned();
      expectUntouched();
    });

    it(`goes on when it is killed at ${call} and repeated`, async () => {
      fake.failAt = call;
      await errorOf(prepared({ powerValues: [128, 512] }));
      const { versions } = await prepared({ powerValues: [128, 512] });
      expect(versions.map(({ power }) => power)).to.deep.equal([128, 512]);
      expect(fake.latest.MemorySize).to.equal(256);
      await cleaned();
      expectUntouched();
    });
  }

  it("goes on when the clean-up itself is killed and repeated", async () => {
    for (const call of ["DeleteFunction", "DeleteAlias"]) {
      await prepared({ powerValues: [128, 512] });
      fake.failAt = call;
      await errorOf(cleaned());
      await cleaned();
      expectUntouched();
    }
  });

  it("does not take back a size that somebody deployed meanwhile", async () => {
    await prepared({ powerValues: [128, 512] });
    fake.latest.MemorySize = 1024;
    await cleaned();
    expect(fake.latest.MemorySize).to.equal(1024);
  });

  it("is for one run at a time: a second one is told so, and cleans up nothing of the first's", async () => {
    await prepared();
    const error = await errorOf(prepared({}, "run-2"));
    expect(error.name).to.equal("AlreadyBeingTuned");
    expect(error.message).to.contain("run-1").and.to.contain("restore: true");
    expect(await cleaned({}, "run-2")).to.deep.equal({ restored: false, removed: [] });
    expect(fake.versions).to.have.length(3);
    // The first one was stopped: this is how its leftovers go.
    expect(await cleaned({ restore: true }, "run-3")).to.deep.equal({ restored: false, removed: ["2", "3"] });
    expectUntouched();
  });

  it("removes what a preparation published after its execution was stopped and cleaned up", async () => {
    await prepared({ powerValues: [128, 512] });
    fake.aliases.delete("power-tuning");
    expect(await cleaned({}, "run-2")).to.deep.equal({ restored: false, removed: [] });
    expect(await cleaned({ restore: true }, "run-2")).to.deep.equal({ restored: false, removed: ["2", "3"] });
    expectUntouched();
  });

  it("takes the function by name or ARN, with the alias in use where its code is the same", async () => {
    for (const lambdaARN of ["getStudentDetails", ARN, `${ARN}:live`, "getStudentDetails:live", `${ARN}:$LATEST`]) {
      expect((await prepared({ lambdaARN })).functionArn).to.equal(ARN);
      await cleaned({ lambdaARN });
      expectUntouched();
    }
    fake.codeOfAlias = "older";
    expect((await errorOf(prepared({ lambdaARN: `${ARN}:live` }))).name).to.equal("CodeDiffers");
    expectUntouched();
  });

  it("refuses any other function, also one whose name begins alike, without a call", async () => {
    for (const lambdaARN of ["addStudentDetails", `${ARN}s`, "getStudentDetails2", ARN.replace("1234", "9999"), "*"]) {
      expect((await errorOf(prepared({ lambdaARN }))).name, lambdaARN).to.equal("FunctionNotAllowed");
      expect((await errorOf(cleaned({ lambdaARN }))).name, lambdaARN).to.equal("FunctionNotAllowed");
    }
    expect(fake.calls).to.deep.equal([]);
  });

  it("refuses a request that is none, naming the field, before anything is done", async () => {
    for (const [input, field] of [
      [{ powerValues: [64] }, "input.powerValues.0"],
      [{ powerValues: [] }, "input.powerValues"],
      [{ num: 0 }, "input.num"],
      [{ strategy: "best" }, "input.strategy"],
      [{ balancedWeight: 2 }, "input.balancedWeight"],
      [{ lambdaARN: undefined }, "input.lambdaARN"],
    ] as const) {
      const error = await errorOf(prepared(input));
      expect(error.name).to.equal("InvalidInput");
      expect(error.message).to.contain(field);
    }
    fake.timeout = 900;
    expect((await errorOf(prepared())).name).to.equal("FunctionTooSlow");
    expectUntouched();
  });
});
