import { DeleteItemCommand, DynamoDBClient, GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import type { Replayed } from "../../../functions/events/replay";
import type { Rules } from "../../../functions/events/rules";
import { WebService } from "../../../sandbox/web-service/web-service";
import { eventually, feed, outputs, sandbox, sandboxFed, sandboxOk, token } from "../../support/sandbox";
import { clientSettings } from "./executions";
import { functionLog } from "./function-log";
import { invokeFunction } from "./invoke-function";

/** Where the sandbox's configuration has the third party's web service. */
const WEB_SERVICE_PORT = 43_117;
/** Within these an edited document is read (after 5 seconds), and an open circuit lets a call through (after 30). */
const MOST_SECONDS = 60;

interface SentEvent {
  id: string;
  type: string;
  source: string;
  detail: object;
}

describe("the event pipeline", function () {
  this.timeout(150_000);
  const service = new WebService();
  let dynamodb: DynamoDBClient;
  let s3: S3Client;
  let accessToken: string;
  const events = () => outputs()["events"] as Record<string, string>;

  before(async () => {
    await service.start(WEB_SERVICE_PORT);
    dynamodb = new DynamoDBClient(clientSettings());
    s3 = new S3Client({ ...clientSettings(), forcePathStyle: true });
    accessToken = await token();
  });
  beforeEach(() => void Object.assign(service.behaviour, { status: 200, delay: 0 }));
  after(async () => {
    await service.stop();
    dynamodb.destroy();
    s3.destroy();
  });

  const event = (more: Partial<SentEvent> = {}): SentEvent => ({
    id: `test-${randomUUID()}`,
    type: "test.happened",
    source: "test",
    detail: { text: `Zoë "数学"` },
    ...more,
  });
  /** An event that the first rules hand to the web service alone. */
  const webEvent = () => event({ type: "enrolment.confirmed" });

  async function post(body: unknown, authorization: string | undefined = `Bearer ${accessToken}`) {
    const response = await fetch(`${events()["url"]}/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization !== "" && { authorization }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as any };
  }
  async function accepted(sent: SentEvent): Promise<void> {
    expect(await post(sent)).to.deep.equal({ status: 202, body: { accepted: 1 } });
  }
  const received = (id: string) => service.received.filter(({ headers }) => headers["idempotency-key"] === id);
  const delivered = (id: string) =>
    eventually(
      () => Promise.resolve(received(id)),
      (requests) => requests.length > 0,
    );
  async function stored(id: string) {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: events()["table"], Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item;
  }
  const isStored = (id: string) => eventually(() => stored(id), Boolean);
  /** What is kept and waits to be replayed, whose event has this text. */
  async function kept(text: string) {
    const { Items = [] } = await dynamodb.send(
      new ScanCommand({ TableName: events()["failedTable"], FilterExpression: "attribute_exists(waiting)" }),
    );
    return Items.filter(({ kind, payload }) =>
      Buffer.from(payload?.S ?? "", kind?.S === "record" ? "base64" : "utf8").includes(text),
    );
  }
  const isKept = (id: string) =>
    eventually(
      () => kept(id),
      (items) => items.length > 0,
    );
  const logLines = async (name: string, text: string) =>
    (await functionLog(name)).filter((line) => line.includes(text)).length;

  it("hands an event to the table and the web service, once however often it comes", async () => {
    const sent = event({ type: "enrolment.confirmed", source: "registrar" });
    const before = await logLines("deliverEvent", "END RequestId");
    await accepted(sent);
    const item = await isStored(sent.id);
    expect(item).to.include.keys("at");
    expect([item!["type"], item!["source"]]).to.deep.equal([{ S: sent.type }, { S: sent.source }]);
    expect(JSON.parse(item!["detail"]!.S!)).to.deep.equal(sent.detail);
    const [request] = await delivered(sent.id);
    expect(request!.body).to.deep.include(sent);

    // Straight into the stream, as a producer of the back end.
    expect(await feed("events", sent, { ...sent, source: "registrar", detail: { second: true } })).to.equal(
      `2 put into ${events()["stream"]}\n`,
    );
    await eventually(
      () => logLines("storeEvent", `"eventId":"${sent.id}"`),
      (lines) => lines === 3,
    );
    await eventually(
      () => logLines("deliverEvent", "END RequestId"),
      (lines) => lines >= before + 3,
    );
    expect(received(sent.id)).to.have.length(1);
    expect(JSON.parse((await stored(sent.id))!["detail"]!.S!)).to.deep.equal(sent.detail);
  });

  it("accepts all of a list or none, and names the first that is wrong", async () => {
    const [good, another] = [event(), event()];
    const wrong = { ...event(), detail: undefined };
    const refused = await post({ events: [good, wrong, { type: "" }] });
    expect(refused.status).to.equal(400);
    expect(refused.body.error).to.include({ code: "InvalidEvent", message: "events[1]: detail is missing" });
    expect(await post({ events: [another, event()] })).to.deep.equal({ status: 202, body: { accepted: 2 } });
    await isStored(another.id);
    expect(await stored(good.id)).to.equal(undefined);
  });

  it("lets nobody in without a token, nor with one that lacks the scope", async () => {
    expect((await post(event(), "")).status).to.equal(401);
    const reader = await token("--user", "events-reader", "--scope", "students/read");
    expect((await post(event(), `Bearer ${reader}`)).status).to.equal(403);
  });

  it("sets a record aside that is no event, and goes on with those behind it", async () => {
    const sent = event();
    // With the same partition key, so in the same shard, before it.
    const poison = { id: sent.id, nothing: "of an event" };
    await feed("events", poison, sent);
    await isStored(sent.id);
    const [item, ...more] = await isKept('"nothing":"of an event"');
    expect(more).to.deep.equal([]);
    expect([item!["kind"], item!["reason"]]).to.deep.equal([{ S: "record" }, { S: "InvalidEvent" }]);
    expect(JSON.parse(Buffer.from(item!["payload"]!.S!, "base64").toString())).to.deep.equal(poison);
    // Replayed it would only come back.
    const TableName = events()["failedTable"];
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: item!["id"]! } }));
  });

  describe("with rules that are edited", () => {
    let first: string;
    const place = () => ({ Bucket: events()["rulesBucket"], Key: events()["rulesKey"] });
    const put = (document: object) => s3.send(new PutObjectCommand({ ...place(), Body: JSON.stringify(document) }));
    before(async () => {
      const { Body } = await s3.send(new GetObjectCommand(place()));
      first = await Body!.transformToString();
    });
    after(() => s3.send(new PutObjectCommand({ ...place(), Body: first, ContentType: "application/json" })));

    it("routes by a new document without a deployment, and by the last good one where the new one is refused", async () => {
      const type = `test.${randomUUID()}`;
      const typed = () => event({ type });
      const before = typed();
      await accepted(before);
      await isStored(before.id);

      const rules = JSON.parse(first) as Rules;
      const mine: Rules["rules"][number] = { name: "of-a-test", match: { type }, target: "web" };
      await put({ ...rules, rules: [mine, ...rules.rules] });
      await eventually(
        async () => {
          await accepted(typed());
          return service.received.some(({ body }) => (body as SentEvent).type === type);
        },
        Boolean,
        MOST_SECONDS,
        1000,
      );
      const edited = typed();
      await accepted(edited);
      await delivered(edited.id);
      expect(await stored(edited.id)).to.equal(undefined);
      expect(received(before.id)).to.deep.equal([]);

      const refusals = () => logLines("routeEvents", "rules refused, the last good ones stay in force");
      const refusedBefore = await refusals();
      await put({ ...rules, rules: [{ ...mine, target: "deleteEverything" }] });
      await eventually(
        async () => {
          await accepted(typed());
          return refusals();
        },
        (lines) => lines > refusedBefore,
        MOST_SECONDS,
        1000,
      );
      const afterwards = typed();
      await accepted(afterwards);
      await delivered(afterwards.id);
      expect(await stored(afterwards.id)).to.equal(undefined);
      // What the alarm on refused rules counts.
      expect(await logLines("routeEvents", '"RulesRefused":1')).to.be.greaterThan(0);
    });
  });

  describe("with a web service", () => {
    it("shows it the token of the secret, and a changed one within its age, without a deployment", async () => {
      const secrets = new SecretsManagerClient(clientSettings());
      const SecretId = events()["webServiceSecret"];
      const { SecretString: first } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      const put = (token: string) =>
        secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify({ token }) }));
      const shown = async () => {
        const sent = webEvent();
        await accepted(sent);
        return (await delivered(sent.id))[0]!.headers["authorization"];
      };
      try {
        expect(await shown()).to.equal(`Bearer ${(JSON.parse(first!) as { token: string }).token}`);
        const changed = `changed-${randomUUID()}`;
        await put(changed);
        await eventually(shown, (header) => header === `Bearer ${changed}`, MOST_SECONDS, 1000);
        // A service that refuses a token it has withdrawn: the next one is read at once, before its age is over.
        const withdrawn = `after-${randomUUID()}`;
        await put(withdrawn);
        service.behaviour.next = [401];
        const sent = webEvent();
        await accepted(sent);
        const requests = await eventually(
          () => Promise.resolve(received(sent.id)),
          (found) => found.length === 2,
        );
        expect(requests[1]!.headers["authorization"]).to.equal(`Bearer ${withdrawn}`);
      } finally {
        await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: first }));
        secrets.destroy();
      }
    });

    it("that is slow: ends the attempt, and tries again", async () => {
      const sent = webEvent();
      service.behaviour.delay = 10_000;
      await accepted(sent);
      await delivered(sent.id);
      service.behaviour.delay = 0;
      await eventually(
        () => logLines("deliverEvent", `"eventId":"${sent.id}"`),
        (lines) => lines > 0,
      );
      expect(received(sent.id)).to.have.length(2);
    });

    it("that fails: spares it, keeps the events, and sends each once when it is asked to after the repair", async () => {
      const opened = () => logLines("deliverEvent", "circuit opened");
      const openedBefore = await opened();
      service.behaviour.status = 500;
      const [one, two, three] = [webEvent(), webEvent(), webEvent()];
      for (const each of [one, two]) await accepted(each);
      // Two events, three tries each: five failures open the circuit.
      for (const { id } of [one, two]) await isKept(id);
      expect(await opened()).to.equal(openedBefore + 1);
      expect(received(one.id).length + received(two.id).length).to.be.within(15, 18);
      await accepted(three);
      await isKept(three.id);
      expect(received(three.id), "called while the circuit was open").to.deep.equal([]);

      service.behaviour.status = 200;
      service.received.length = 0;
      const ids = [one.id, two.id, three.id];
      const replays: Replayed[] = [];
      await eventually(
        async () => {
          const { payload } = await invokeFunction(events()["replayFunction"]!, { target: "deliverEvent" });
          replays.push(payload as Replayed);
          return ids.filter((id) => received(id).length === 0);
        },
        (missing) => missing.length === 0,
        MOST_SECONDS,
        2000,
      );
      expect(replays[0]).to.deep.include({ failed: 0, more: false });
      expect(replays[0]!.replayed).to.be.at.least(3);
      for (const id of ids) {
        expect(received(id)).to.have.length(1);
        expect(await kept(id)).to.deep.equal([]);
      }
    });
  });

  describe("the verb feed", () => {
    it("takes lines or a list, from a file too, and names the line that is not JSON", async () => {
      const sent = [event(), event()];
      const { stdout } = await sandboxFed(JSON.stringify(sent), "feed", "events", "-", "--json");
      expect(JSON.parse(stdout)).to.deep.equal({ stream: events()["stream"], put: 2 });
      for (const { id } of sent) await isStored(id);
      const { code, stderr } = await sandboxFed('{"id":"1"}\nnot json\n', "feed", "events");
      expect(code).to.equal(1);
      expect(stderr).to.match(/^Line 2 is not JSON/);
      const sample = "functions/keyed/ping.events/request.json";
      expect(await sandboxOk("feed", "events", sample)).to.match(/^\d+ put into /);
    });

    it("names the systems with a stream where another is asked for", async () => {
      for (const args of [["feed"], ["feed", "students"]]) {
        const { code, stderr } = await sandbox(...args);
        expect(code).to.equal(2);
        expect(stderr).to.contain("Name one system with a stream: ").and.to.contain("events");
      }
    });
  });
});
