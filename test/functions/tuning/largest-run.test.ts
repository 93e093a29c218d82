import "../support/environment";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { handler as analyze, type TuningResult } from "../../../functions/tuning/analyze";
import type { Job } from "../../../functions/tuning/job";
import { handler as measure, type MeasurementSoFar } from "../../../functions/tuning/measure";
import { handler as prepare } from "../../../functions/tuning/prepare";
import sample from "../../../functions/tuning/prepare.events/get-student.json";
import { LARGEST_PAYLOAD } from "../../../functions/tuning/request";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";
import { FakeLambda } from "./fake-lambda";
import { reportLine } from "./recorded";

/** Bytes that one state's input or output may have. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LIMIT = 262_144;
/** What Step Functions puts around the answer of a function: status, headers, metadata. */
const AROUND = 4_000;

describe("the largest run of the tuning", function () {
  this.timeout(60_000);
  const client = useAwsMock(LambdaClient);
  const run = async <T>(work: () => Promise<T>): Promise<T> => (await capturedOutput(work)).result;
  const correlationId = "c".repeat(80);
  const execution = "e".repeat(80);
  const prepared = (payload: unknown): Promise<Job> => {
    const fake = new FakeLambda();
    fake.timeout = 840;
    fake.answer(client());
    const powerValues = Array.from({ length: 20 }, (_, index) => 10_240 - index);
    const input = { ...sample.input, powerValues, num: 1000, parallelInvocation: true, payload };
    return run(() => prepare({ correlationId, execution, input }, lambdaContext(300_000)));
  };

  it("fits into the machine's states: twenty sizes, a thousand invocations each, the longest event", async () => {
    const sizes: Record<string, number> = {};
    const seen = (state: string, value: unknown) =>
      (sizes[state] = Math.max(sizes[state] ?? 0, Buffer.byteLength(JSON.stringify(value)) + AROUND));

    const job = await prepared("x".repeat(LARGEST_PAYLOAD - 2));
    expect([job.versions.length, job.num]).to.deep.equal([20, 1000]);
    seen("Prepare", job);

    // As long as an invocation may take, so that no sample is written with more digits.
    client()
      .on(InvokeCommand)
      .resolves({ LogResult: Buffer.from(reportLine(10_240, 839_999.99)).toString("base64") } as never);
    const { version, power } = job.versions[0]!;
    // Nine tenths of the thousand are measured.
    const long = { duration: 839_999.99, billed: 840_000 };
    let before: MeasurementSoFar = {
      power,
      samples: Array.from({ length: 900 }, () => long),
      billedMilliseconds: 900 * long.billed,
      invocations: 900,
      done: false,
    };
    while (!before.done) {
      const event = { power, version, before, job, correlationId };
      seen("Measure", event);
      // Time for one round only, so that it goes on again with what there is.
      before = (await run(() => measure(event, lambdaContext(845_000)))) as MeasurementSoFar;
      seen("Is it enough?", { power, version, before });
    }
    expect(client().commandCalls(InvokeCommand)).to.have.length(100);
    const measurements = job.versions.map((each) => ({ ...before, power: each.power }));
    seen("Measure each size", measurements);

    const event = { correlationId, job, measurements };
    seen("Analyze", event);
    const result: TuningResult = await run(() => analyze(event, lambdaContext()));
    seen("result", result);
    expect(result.stats.map(({ duration }) => duration)).to.deep.equal(Array(20).fill(839_999.99));
    expect(Object.keys(sizes)).to.have.length(6);
    for (const [state, bytes] of Object.entries(sizes)) expect(bytes, state).to.be.below(LIMIT);
    // The samples of all sizes at once would not: they stay where they are taken.
    expect(sizes["Measure each size"]).to.be.below(10_000);
  });

  it("refuses a longer event before anything is done", async () => {
    const error = await prepared("x".repeat(LARGEST_PAYLOAD)).then(
      () => expect.fail("it ended well"),
      (reason: Error) => reason,
    );
    expect(error.name).to.equal("InvalidInput");
    expect(error.message).to.contain("payload").and.contain("at most 200000 bytes");
    expect(client().calls()).to.have.length(0);
  });
});
