import "../support/environment";
import { expect } from "chai";
import { setImmediate as turn } from "node:timers/promises";
import {
  batchId,
  correlated,
  correlationId,
  correlationIdIn,
  correlationIds,
} from "../../../functions/shared/correlation";
import { logger } from "../../../functions/shared/logger";
import { count, publishMetrics } from "../../../functions/shared/metrics";
import { workflowHandler } from "../../../functions/shared/workflow-handler";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

const linesOf = (output: string) =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("correlation", () => {
  it("keeps the ids of requests apart that are worked for at the same time", async () => {
    const { output } = await capturedOutput(() =>
      Promise.all(
        ["a", "b", "c"].map((id) =>
          correlated(id, async () => {
            await turn();
            logger.info("done", { id });
            logger.error("failed", new Error(id));
          }),
        ),
      ),
    );
    const lines = linesOf(output);
    expect(lines).to.have.length(6);
    for (const { correlation_id, id, error } of lines)
      expect(correlation_id).to.equal(id ?? (error as { message: string }).message);
  });

  it("says nothing outside of a request, and lets a line name another one", async () => {
    const { output } = await capturedOutput(async () => {
      logger.warn("nobody's");
      correlated("a", () => logger.warn("another's", { correlation_id: "b" }));
      await turn();
    });
    expect(linesOf(output).map(({ correlation_id }) => correlation_id)).to.deep.equal([undefined, "b"]);
    expect(correlationId()).to.equal(undefined);
  });

  it("writes the id beside what is counted, as a field and no dimension", async () => {
    const { output } = await capturedOutput(async () => {
      correlated("a", () => {
        count("StudentStored");
        publishMetrics();
      });
      count("StudentStored");
      publishMetrics();
      await turn();
    });
    const [counted, next] = linesOf(output) as any[];
    expect(counted.correlation_id).to.equal("a");
    expect(counted._aws.CloudWatchMetrics[0].Dimensions).to.deep.equal([["service"]]);
    expect(next, "the next document").not.to.have.property("correlation_id");
  });

  it("takes an id that came along, and nothing that is none", () => {
    for (const id of ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "Root=1-67891233-abcdef", "a".repeat(128)])
      expect(correlationIdIn({ correlationId: id })).to.equal(id);
    for (const id of ["", "a".repeat(129), "a b", 'a","level":"x', "a\n", 5, null, {}])
      expect(correlationIdIn({ correlationId: id }), JSON.stringify(id)).to.equal(undefined);
    for (const value of [undefined, null, "text", 5, []]) expect(correlationIdIn(value)).to.equal(undefined);
  });

  it("names a batch by its requests' id where they have one in common", () => {
    expect(batchId(["a", "a"], "i")).to.equal("a");
    for (const ids of [[], ["a", "b"], ["a", undefined], [undefined]]) expect(batchId(ids, "i")).to.equal("i");
    expect(correlationIds(["a", undefined, "b", "a"])).to.deep.equal({ correlation_ids: ["a", "b"] });
    expect(correlationIds([undefined])).to.deep.equal({});
  });

  it("follows an execution into each of its tasks", async () => {
    const task = workflowHandler(() => Promise.resolve(correlationId()));
    const run = (event: unknown) => capturedOutput(() => task(event, lambdaContext()));
    const given = await run({ correlationId: "execution-1" });
    expect(given.result).to.equal("execution-1");
    expect(given.output).to.contain('"correlation_id":"execution-1"');
    expect((await run({})).result).to.equal("invocation-id");
  });
});
