import "../support/environment";
import { DynamoDBClient, GetItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { createSocket, type Socket } from "node:dgram";
import { correlated } from "../../../functions/shared/correlation";
import { traced, traceStep } from "../../../functions/shared/tracing";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";

describe("tracing", () => {
  let daemon: Socket;
  let received: string[];
  const names = ["_X_AMZN_TRACE_ID", "AWS_XRAY_DAEMON_ADDRESS", "POWERTOOLS_TRACE_ENABLED"];
  const saved = names.map((name) => process.env[name]);

  beforeEach(async () => {
    received = [];
    daemon = createSocket("udp4", (message) => received.push(message.toString()));
    await new Promise<void>((resolve) => daemon.bind(0, "127.0.0.1", resolve));
    process.env["AWS_XRAY_DAEMON_ADDRESS"] = `127.0.0.1:${daemon.address().port}`;
    process.env["_X_AMZN_TRACE_ID"] = `Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=1:a:0`;
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => daemon.close(() => resolve()));
    names.forEach((name, index) => {
      if (saved[index] === undefined) delete process.env[name];
      else process.env[name] = saved[index];
    });
  });

  /** The subsegments that arrived; a datagram on loopback takes a turn or two. */
  async function segments(count: number): Promise<Record<string, unknown>[]> {
    for (let turn = 0; received.length < count && turn < 100; turn++) await new Promise((r) => setTimeout(r, 5));
    return received.map((message) => {
      const [header, document] = message.split("\n") as [string, string];
      expect(JSON.parse(header)).to.deep.equal({ format: "json", version: 1 });
      return JSON.parse(document) as Record<string, unknown>;
    });
  }
  const client = (answer: () => Promise<{ output: object; response: object }>) => {
    const made = traced(new DynamoDBClient({ region: "us-east-1" }));
    made.middlewareStack.add(() => answer as never, { step: "initialize", priority: "low" });
    return made;
  };
  const get = new GetItemCommand({ TableName: "t", Key: { Roll: { S: "private" } } });

  it("sends a subsegment of the invocation for a call to AWS", async () => {
    const before = Date.now() / 1000;
    await client(() => Promise.resolve({ output: { $metadata: {} }, response: {} })).send(get);
    const [segment] = await segments(1);
    expect(segment).to.include({
      name: "DynamoDB",
      namespace: "aws",
      type: "subsegment",
      trace_id: ROOT,
      parent_id: PARENT,
    });
    expect(segment!["aws"]).to.deep.equal({ operation: "GetItem" });
    expect(segment!["id"]).to.match(/^[0-9a-f]{16}$/);
    expect(segment!["start_time"]).to.be.at.least(before - 1);
    expect(segment!["end_time"]).to.be.at.least(segment!["start_time"] as number);
    expect(JSON.stringify(segment)).not.to.contain("private");
  });

  it("marks the caller's mistakes as errors and the service's as faults, with the kind and no message", async () => {
    const failures = [
      new ResourceNotFoundException({ message: "private", $metadata: { httpStatusCode: 400 } }),
      Object.assign(new Error("private"), { name: "TimeoutError" }),
    ];
    for (const failure of failures) {
      const error = await client(() => Promise.reject(failure))
        .send(get)
        .catch((caught: unknown) => caught);
      expect(error).to.equal(failure);
    }
    const [first, second] = await segments(2);
    expect(first).to.include({ error: true });
    expect(first).not.to.have.property("fault");
    expect(JSON.stringify(first)).to.contain('"type":"ResourceNotFoundException"');
    expect(second).to.include({ fault: true });
    expect(JSON.stringify([first, second])).not.to.contain("private");
  });

  it("annotates each subsegment with the id of the request, so that traces are found by it", async () => {
    await correlated("request-1", () => traceStep("count", () => Promise.resolve()));
    await traceStep("count", () => Promise.resolve());
    expect((await segments(2)).map(({ annotations }) => annotations)).to.deep.equal([
      { correlation_id: "request-1" },
      undefined,
    ]);
  });

  it("sends a subsegment for a step of one's own, and gives its result", async () => {
    expect(await traceStep("count", () => Promise.resolve(3))).to.equal(3);
    expect((await segments(1))[0]).to.include({ name: "count", parent_id: PARENT });
  });

  for (const [name, environment] of Object.entries<Record<string, string>>({
    "the invocation is not sampled": { _X_AMZN_TRACE_ID: `Root=${ROOT};Parent=${PARENT};Sampled=0` },
    "there is no trace": { _X_AMZN_TRACE_ID: "" },
    "the trace has no parent": { _X_AMZN_TRACE_ID: `Root=${ROOT};Sampled=1` },
    "tracing is off": { POWERTOOLS_TRACE_ENABLED: "false" },
  })) {
    it(`sends nothing where ${name}`, async () => {
      Object.assign(process.env, environment);
      expect(await traceStep("step", () => Promise.resolve("done"))).to.equal("done");
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(received).to.deep.equal([]);
    });
  }

  it("never fails the work, with no daemon or an address that is none", async () => {
    for (const address of ["", "nowhere", "127.0.0.1:1", "udp:127.0.0.1:1 tcp:127.0.0.1:1", "256.1.1.1:2000"]) {
      process.env["AWS_XRAY_DAEMON_ADDRESS"] = address;
      expect(await traceStep("step", () => Promise.resolve("done"))).to.equal("done");
    }
  });
});
