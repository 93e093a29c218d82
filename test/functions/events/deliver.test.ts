import "../support/environment";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { CircuitBreaker, RefusedError } from "../../../functions/events/circuit-breaker";
import type * as deliver from "../../../functions/events/deliver";
import sample from "../../../functions/events/deliver.events/event.json";
import { toFailedItem } from "../../../functions/events/failed-event";
import { sendToWebService } from "../../../functions/events/web-service";
import { secret } from "../../../functions/shared/parameters/secret";
import { WebService } from "../../../sandbox/web-service/web-service";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

type Item = Record<string, AttributeValue>;
const CIRCUIT = "circuit:web";

describe("deliverEvent", function () {
  this.timeout(60_000);
  const dynamodb = useAwsMock(DynamoDBClient);
  const secrets = useAwsMock(SecretsManagerClient);
  const configured = process.env["WEB_SERVICE_URL"];
  let service: WebService;
  let url: string;
  let handler: typeof deliver.handler;
  let items: Map<string, Item>;

  // As much of DynamoDB as the circuit and the idempotency use.
  beforeEach(async () => {
    items = new Map();
    const keyOf = ({ Key, Item }: { Key?: Item; Item?: Item }) => (Key ?? Item)!["id"]!.S!;
    dynamodb()
      .on(GetItemCommand)
      .callsFake((input: { Key: Item }) => ({ Item: items.get(keyOf(input)) }));
    dynamodb()
      .on(PutItemCommand)
      .callsFake((input: { Item: Item }) => {
        const known = items.get(keyOf(input));
        if (known && known["status"]?.S !== "EXPIRED") {
          throw new ConditionalCheckFailedException({ message: "", $metadata: {}, Item: known });
        }
        items.set(keyOf(input), input.Item);
        return {};
      });
    dynamodb()
      .on(DeleteItemCommand)
      .callsFake((input: { Key: Item }) => {
        items.delete(keyOf(input));
        return {};
      });
    dynamodb()
      .on(UpdateItemCommand)
      .callsFake((input: { Key: Item; ConditionExpression?: string; ExpressionAttributeValues: Item }) => {
        const id = keyOf(input);
        const old = items.get(id) ?? {};
        const values = input.ExpressionAttributeValues;
        if (id !== CIRCUIT) {
          items.set(id, { ...old, status: { S: "COMPLETED" } });
          return {};
        }
        if (input.ConditionExpression && old["openUntil"]?.N !== values[":seen"]!.N) {
          throw new ConditionalCheckFailedException({ message: "", $metadata: {} });
        }
        const failures = Number(old["failures"]?.N ?? 0) + Number(values[":one"]?.N ?? 0);
        const Attributes = { failures: { N: String(failures) }, openUntil: values[":next"]! };
        items.set(id, { ...old, ...Attributes });
        return { Attributes };
      });
    service = new WebService();
    url = await service.start();
    handler = loaded();
  });
  afterEach(() => service.stop());

  after(() => void (process.env["WEB_SERVICE_URL"] = configured));

  /** The handler, which reads where the service is when it is loaded. */
  function loaded(): typeof deliver.handler {
    const file = require.resolve("../../../functions/events/deliver");
    delete require.cache[file];
    process.env["WEB_SERVICE_URL"] = url;
    return (require(file) as typeof deliver).handler;
  }

  let last = 0;
  const call = async (event: object = { ...sample, id: `event-${last++}` }, remaining = 15_000) => {
    const { result, output } = await capturedOutput(async () =>
      handler(event, lambdaContext(remaining)).then(
        () => "delivered",
        (error: Error) => `${error.name}: ${error.message}`,
      ),
    );
    return { result, output };
  };
  const outcome = async (...args: Parameters<typeof call>) => (await call(...args)).result;

  it("posts the event with its id, once however often it is invoked", async () => {
    for (let time = 0; time < 3; time++) expect(await outcome(sample)).to.equal("delivered");
    expect(service.received).to.have.length(1);
    expect(service.received[0]!.body).to.deep.equal(sample);
    expect(service.received[0]!.headers).to.include({ "idempotency-key": "e-1", "content-type": "application/json" });
    expect(service.received[0]!.headers).to.not.have.property("authorization");
  });

  it("has a key of ASCII for every id, the same each time, and never blames the service for one", async () => {
    const ids = ["数-1", "é", "日本".repeat(60), "😀", "a b~!", "plain-1"];
    for (const id of ids) expect(await outcome({ ...sample, id }), id).to.equal("delivered");
    items.clear();
    for (const id of ids) expect(await outcome({ ...sample, id }), id).to.equal("delivered");
    const keys = service.received.map(({ headers }) => headers["idempotency-key"] as string);
    expect(keys.slice(0, ids.length)).to.deep.equal(keys.slice(ids.length));
    expect(new Set(keys).size).to.equal(ids.length);
    for (const key of keys) expect(key).to.match(/^[\x20-\x7e]{1,255}$/);
    expect(keys.slice(4, 6)).to.deep.equal(["a b~!", "plain-1"]);
    expect(keys[0]).to.equal(`sha256:${createHash("sha256").update("数-1").digest("hex")}`);
    expect(service.received.map(({ body }) => (body as { id: string }).id)).to.deep.equal([...ids, ...ids]);
    expect(items.has(CIRCUIT)).to.equal(false);
  });

  it("does not blame the service for a request that cannot be made", async () => {
    const token = Object.assign(async () => ({ token: "two\nlines" }), {
      fresh: async () => ({ token: "two\nlines" }),
    });
    for (let time = 0; time < 6; time++) {
      const sending = sendToWebService({ url, timeout: 500, token }, sample);
      const error = await sending.then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).to.be.instanceOf(RefusedError);
      // The token is in the request.
      expect(error!.message).to.contain("cannot be made").and.not.contain("lines");
    }
    expect(service.received).to.have.length(0);
    // Nor does it say that the service works again.
    items.set(CIRCUIT, { id: { S: CIRCUIT }, failures: { N: "4" }, openUntil: { N: "0" } });
    const circuit = new CircuitBreaker({ TableName: "state", name: "web", threshold: 5, openFor: 1000 });
    await circuit.run(() => sendToWebService({ url, timeout: 500, token }, sample)).catch(() => undefined);
    expect(items.get(CIRCUIT)!["failures"]).to.deep.equal({ N: "4" });
  });

  it("remembers a delivery for longer than a failed event can come again", async () => {
    await call(sample);
    const [remembered] = [...items.values()].filter((item) => item["id"]!.S !== CIRCUIT);
    const failed = toFailedItem({ id: "1", kind: "record", reason: "r", failedAt: "" });
    const days = (item: Item) => (Number(item["expiration"]!.N) - Date.now() / 1000) / 86_400;
    // Kept at last when the queue and its dead-letter queue forget, and replayed into a stream that keeps it for a week.
    expect(days(remembered!)).to.be.above(days(failed) + 4 + 14 + 7);
  });

  it("tells the service the id of the request beside the event, not in it", async () => {
    await call({ ...sample, correlationId: "request-1" });
    expect(service.received[0]!.body).to.deep.equal(sample);
    expect(service.received[0]!.headers).to.include({ "x-correlation-id": "request-1" });
  });

  it("tries again after a failure that may pass", async () => {
    for (const status of [500, 503, 429, 408]) {
      service.received.length = 0;
      service.behaviour.next = [status, status];
      expect(await outcome()).to.equal("delivered");
      expect(service.received).to.have.length(3);
    }
  });

  it("gives up a slow service in time, and says so", async () => {
    service.behaviour.delay = 5_000;
    const started = Date.now();
    expect(await outcome()).to.match(/failed 3 times, at last with: time-out/);
    // As long as three answers would have taken, however busy the machine is.
    expect(Date.now() - started).to.be.below(3 * service.behaviour.delay);
    expect(service.received).to.have.length(3);
  });

  it("does not repeat what the service refuses, and does not blame the service for it", async () => {
    service.behaviour.status = 422;
    for (let time = 0; time < 6; time++) expect(await outcome()).to.contain("refused the event: HTTP 422");
    expect(service.received).to.have.length(6);
    expect(items.has(CIRCUIT)).to.equal(false);
  });

  it("forgets a delivery that failed, so that the next invocation makes it", async () => {
    service.behaviour.status = 400;
    await outcome(sample);
    service.behaviour.status = 204;
    expect(await outcome(sample)).to.equal("delivered");
    expect(service.received).to.have.length(2);
  });

  it("spares a service after five failures, lets one call try after a while, and closes when that succeeds", async () => {
    items.set(CIRCUIT, { id: { S: CIRCUIT }, failures: { N: "4" }, openUntil: { N: "0" } });
    service.behaviour.status = 500;
    const { output } = await call();
    expect(output).to.contain("CircuitOpened");
    const calls = service.received.length;
    expect(await outcome()).to.contain("The circuit to web is open");
    expect(service.received).to.have.length(calls);

    const elapse = () => items.set(CIRCUIT, { ...items.get(CIRCUIT)!, openUntil: { N: "1" } });
    elapse();
    service.behaviour.delay = 100;
    const both = await Promise.all([outcome(), outcome()]);
    expect(both.filter((each) => each.includes("circuit to web is open"))).to.have.length(1);
    expect(Number(items.get(CIRCUIT)!["openUntil"]!.N)).to.be.above(Date.now());

    elapse();
    Object.assign(service.behaviour, { status: 200, delay: 0 });
    expect(await outcome()).to.equal("delivered");
    expect(items.has(CIRCUIT)).to.equal(false);
  });

  it("ends before the function's time does", async () => {
    service.behaviour.status = 500;
    const started = Date.now();
    expect(await outcome(undefined, 650)).to.match(/Error/);
    expect(Date.now() - started).to.be.below(650);
  });

  it("fails for what is no event, and logs nothing of what one holds", async () => {
    expect(await outcome({ id: "x" })).to.contain("type is missing");
    const { output } = await call({ ...sample, id: "secretive", detail: { name: "Asha Private" } });
    expect(output).to.contain("secretive").and.not.contain("Private");
  });

  it("sends the token of the secret, and reads it anew after a 401", async () => {
    secrets()
      .on(GetSecretValueCommand)
      .resolvesOnce({ SecretString: '{"token":"old"}' })
      .resolves({ SecretString: '{"token":"new"}' });
    const token = secret("arn:secret", z.object({ token: z.string() }));
    service.behaviour.next = [401];
    await sendToWebService({ url, token, timeout: 1_000 }, sample);
    expect(service.received.map(({ headers }) => headers["authorization"])).to.deep.equal(["Bearer old", "Bearer new"]);
    expect(secrets().commandCalls(GetSecretValueCommand)).to.have.length(2);
  });

  it("posts nothing as long as the secret holds no token", async () => {
    const noValue = new ResourceNotFoundException({ message: "no value", $metadata: {} });
    for (const answer of [() => Promise.reject(noValue), () => Promise.resolve({ SecretString: '{"token":""}' })]) {
      secrets().on(GetSecretValueCommand).callsFake(answer);
      const token = secret("arn:empty-secret", z.object({ token: z.string().check(z.minLength(1)) }));
      const error = await sendToWebService({ url, token, timeout: 1_000 }, sample).catch((failed: Error) => failed);
      expect(error).to.be.instanceOf(Error);
      expect(service.received).to.deep.equal([]);
    }
  });
});
