import "../support/environment";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import * as fc from "fast-check";
import type { MappedHandler } from "../../../functions/shared/mapped-handler";
import { parameterStore } from "../../../functions/shared/parameters/ssm";
import { handler as get } from "../../../functions/users/get";
import { handler as merge } from "../../../functions/users/merge";
import changes from "../../../functions/users/merge.events/changes.json";
import { handler as remove } from "../../../functions/users/remove";
import { handler as replace } from "../../../functions/users/replace";
import sample from "../../../functions/users/replace.events/attributes.json";
import systemField from "../../../functions/users/replace.events/system-field.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { FakeKms } from "../support/fake-kms";
import { FakeTable } from "../support/fake-table";
import { lambdaContext } from "../support/lambda-context";

const KEY = process.env["FIELDS_KEY_ARN"]!;
const { sub } = sample;
const other = "9c1185a5-c5e9-4a5b-8a2f-000000000000";

type Handler = MappedHandler<unknown>;
interface Answer {
  status: number;
  body: unknown;
  output: string;
  failure: { code: string; message: string; requestId: string };
}

let hours = 0;

/** Runs work when all data keys that other tests left in the functions have expired. */
async function withoutKeptKeys(work: () => Promise<void>): Promise<void> {
  const now = Date.now;
  const later = ++hours * 3_600_000;
  Date.now = () => now() + later;
  try {
    await work();
  } finally {
    Date.now = now;
  }
}

describe("the functions of the users API", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const kmsStub = useAwsMock(KMSClient);
  const ssm = useAwsMock(SSMClient);
  let table: FakeTable;
  let kms: FakeKms;
  beforeEach(() => {
    table = new FakeTable().answer(dynamodb() as never);
    kms = new FakeKms().answer(kmsStub() as never);
    parameterStore.clearCache();
    setMaximum(50);
  });
  const setMaximum = (maximumAttributes: number) =>
    ssm()
      .on(GetParameterCommand)
      .resolves({ Parameter: { Value: JSON.stringify({ maximumAttributes }) } });

  const call = async (handler: Handler, event: unknown): Promise<Answer> => {
    const { result, output } = await capturedOutput(() => handler(event, lambdaContext()));
    return { ...result, output, failure: (result.body as { error: Answer["failure"] } | null)?.error as never };
  };
  const put = (body: unknown, of = sub) => call(replace, { requestId: "r", sub: of, body });
  const post = (body: unknown, of = sub) => call(merge, { requestId: "r", sub: of, body });
  const fetch = (of = sub) => call(get, { requestId: "r", sub: of });
  const stored = (of = sub) => table.items.get(of)!["attributes"]!.M!;

  it("store, fetch, merge and remove a user's attributes", async () => {
    expect(await fetch()).to.deep.include({ status: 404 });
    expect(await call(replace, sample)).to.deep.include({ status: 201, body: sample.body });
    expect(await call(replace, sample)).to.deep.include({ status: 200, body: sample.body });
    expect(await fetch()).to.deep.include({ status: 200, body: sample.body });
    const { newsletter: _gone, ...kept } = sample.body;
    const merged = { ...kept, locale: "en-GB" };
    expect(await call(merge, changes)).to.deep.include({ status: 200, body: merged });
    expect(await fetch()).to.deep.include({ status: 200, body: merged });
    expect(await call(remove, { requestId: "r", sub })).to.deep.include({ status: 204, body: null });
    expect(await call(remove, { requestId: "r", sub })).to.deep.include({ status: 204, body: null });
    expect((await fetch()).failure).to.deep.equal({
      code: "UserNotFound",
      message: "You have stored no attributes.",
      requestId: "r",
    });
  });

  it("forget on PUT what is not sent, and keep it on POST", async () => {
    await put({ displayName: "Asha", theme: "dark" });
    await put({ theme: "light" });
    expect((await fetch()).body).to.deep.equal({ theme: "light" });
    await post({ size: 3 });
    expect((await fetch()).body).to.deep.equal({ theme: "light", size: 3 });
  });

  it("make a user's first attributes by POST too", async () => {
    expect(await post({ theme: "dark", gone: null })).to.deep.include({ status: 200, body: { theme: "dark" } });
    expect((await fetch()).body).to.deep.equal({ theme: "dark" });
    const conditions = dynamodb()
      .commandCalls(PutItemCommand)
      .map(({ args }) => args[0].input);
    // `sub` is a reserved word of DynamoDB, which takes it by a placeholder only.
    expect(conditions[0]).to.deep.include({
      ConditionExpression: "attribute_not_exists(#sub)",
      ExpressionAttributeNames: { "#sub": "sub" },
    });
  });

  it("take nobody's word for who calls: the body's fields change nothing", async () => {
    await put({ theme: "dark" }, other);
    const { status, failure } = await call(replace, systemField);
    expect(status).to.equal(400);
    expect(failure.code).to.equal("InvalidAttributes");
    expect(failure.message).to.equal("sub belongs to the system and cannot be set");
    expect([...table.items.keys()]).to.deep.equal([other]);
    expect((await fetch(sub)).status).to.equal(404);
    await put({ theme: "light" }, sub);
    expect((await fetch(other)).body).to.deep.equal({ theme: "dark" });
  });

  for (const event of [undefined, null, {}, { sub: "" }, { sub: "a b" }, { sub: ["x"] }, { sub: "x".repeat(129) }]) {
    it(`refuse an event that the gateway did not make: ${JSON.stringify(event)?.slice(0, 30)}`, async () => {
      for (const handler of [get, replace, merge, remove]) {
        const { status, failure } = await call(handler, event);
        expect({ status, code: failure.code }).to.deep.equal({ status: 400, code: "InvalidEvent" });
      }
      expect(table.items.size).to.equal(0);
    });
  }

  describe("sensitive attributes", () => {
    const secrets = { mobile: "+1 555 0100", birthdate: "1990-12-31" };

    it("are ciphertext in the table and clear text to their user", async () => {
      await put({ ...secrets, displayName: "Asha" });
      expect(stored()["displayName"]).to.deep.equal({ S: "Asha" });
      for (const field of ["mobile", "birthdate"] as const) {
        expect(Object.keys(stored()[field]!)).to.deep.equal(["B"]);
        expect(Buffer.from(stored()[field]!.B!).includes(secrets[field])).to.equal(false);
      }
      expect((await fetch()).body).to.deep.equal({ ...secrets, displayName: "Asha" });
    });

    it("cannot be read from another user's record, where somebody copied them there", async () => {
      await put(secrets);
      const item = table.items.get(sub)!;
      table.items.set(other, { ...item, sub: { S: other } });
      const { status, body, output } = await fetch(other);
      expect(status).to.equal(500);
      expect(JSON.stringify(body)).to.contain("The request could not be completed.").and.not.contain("555");
      expect(output).to.contain("WrongContext").and.not.contain("555");
    });

    it("are encrypted with the context that the roles' conditions ask for", async () => {
      await withoutKeptKeys(async () => {
        await put(secrets);
        await fetch();
      });
      const contexts = (command: unknown) =>
        kmsStub()
          .commandCalls(command as typeof DecryptCommand)
          .map(({ args }) => args[0].input.EncryptionContext!);
      const table = process.env["TABLE_NAME"];
      expect(contexts(GenerateDataKeyCommand).every((context) => context["table"] === table)).to.equal(true);
      expect(contexts(DecryptCommand)).to.have.deep.members([
        { table, field: "mobile" },
        { table, field: "birthdate" },
      ]);
    });

    it("keep their ciphertext when something else is merged", async () => {
      await put(secrets);
      const before = Buffer.from(stored()["mobile"]!.B!);
      expect((await post({ theme: "dark" })).body).to.deep.equal({ ...secrets, theme: "dark" });
      expect(before.equals(stored()["mobile"]!.B!)).to.equal(true);
      expect((await post({ mobile: null })).body).to.deep.equal({ birthdate: secrets.birthdate, theme: "dark" });
    });

    it("are a plain 500 without clear text while the key is refused, and nothing is stored", async () => {
      kms.refused.set(KEY, "DisabledException");
      await withoutKeptKeys(async () => {
        const { status, failure, output } = await put(secrets);
        expect({ status, code: failure.code }).to.deep.equal({ status: 500, code: "InternalError" });
        expect(output).to.contain("KeyRefused").and.not.contain("555").and.not.contain("1990");
        expect(table.items.size).to.equal(0);
      });
    });
  });

  describe("a merge", () => {
    it("begins anew when somebody else wrote meanwhile, and loses neither change", async () => {
      await put({ one: 1 });
      let rivals = 2;
      table.beforePut = () => {
        if (rivals-- <= 0) return;
        const item = table.items.get(sub)!;
        const attributes = { M: { ...item["attributes"]!.M, [`rival${rivals}`]: { N: "1" } } };
        table.items.set(sub, { ...item, attributes, revision: { S: `rival ${rivals}` } });
      };
      const body = { one: 1, two: 2, rival1: 1, rival0: 1 };
      expect(await post({ two: 2 })).to.deep.include({ status: 200, body });
      expect((await fetch()).body).to.deep.equal(body);
    });

    it("begins anew when somebody else stored the first attributes meanwhile", async () => {
      let done = false;
      table.beforePut = () => {
        if (done) return;
        done = true;
        table.items.set(sub, { sub: { S: sub }, revision: { S: "r" }, attributes: { M: { one: { N: "1" } } } });
      };
      expect((await post({ two: 2 })).body).to.deep.equal({ one: 1, two: 2 });
    });

    it("gives up with 409 when it never comes to an end", async () => {
      await put({ one: 1 });
      table.beforePut = () => {
        table.items.set(sub, { ...table.items.get(sub)!, revision: { S: String(Math.random()) } });
      };
      expect((await post({ two: 2 })).failure.code).to.equal("Conflict");
    });

    it("does not let a user collect more than the maximum, call by call", async () => {
      setMaximum(3);
      await put({ a: 1, b: 2 });
      expect((await post({ c: 3 })).status).to.equal(200);
      const { status, failure } = await post({ d: 4 });
      expect({ status, code: failure.code }).to.deep.equal({ status: 400, code: "InvalidAttributes" });
      expect((await post({ d: 4, a: null })).body).to.deep.equal({ b: 2, c: 3, d: 4 });
    });
  });

  describe("what an attribute may be", () => {
    for (const [what, body, message] of [
      ["no object", "text", /^the value must be a JSON object/],
      ["a list", [], /^the value must be a JSON object/],
      ["nothing", null, /^the value must be a JSON object/],
      ["a system's field", { createdAt: "x" }, /^createdAt belongs to the system/],
      ["a system's field in capitals", { USERID: "x" }, /^USERID belongs to the system/],
      ["a prototype", JSON.parse('{"__proto__":{"a":1}}'), /"__proto__" is not a name of an attribute/],
      ["a name with a dot", { "a.b": 1 }, /"a.b" is not a name/],
      ["a name of 65 characters", { ["a".repeat(65)]: 1 }, /is not a name/],
      ["an object within", { address: { city: "x" } }, /^address must be a text/],
      ["null, on PUT", { theme: null }, /^theme must be a text/],
      ["a text of 1,001 characters", { bio: "x".repeat(1001) }, /^bio must be a text/],
      ["a text with a control character", { bio: "a\u0000b" }, /^bio must be a text/],
      ["half a surrogate pair", { bio: "\ud800" }, /^bio must be a text/],
      ["a list of numbers", { list: [1] }, /^list(\.0)? must be a text/],
      ["a list of 21", { list: Array(21).fill("x") }, /^list must be a text/],
      ["a number that DynamoDB does not have", { n: 1e300 }, /^n must be a text/],
      ["a mobile with letters", { mobile: "call me" }, /^mobile must be a telephone number/],
      ["a mobile that is a number", { mobile: 15550100 }, /^mobile must be a telephone number/],
      ["a mobile of many digits", { mobile: "1".repeat(21) }, /^mobile must be a telephone number/],
      ["a day that is none", { birthdate: "1990-02-30" }, /^birthdate must be a day/],
      ["a day to come", { birthdate: "2999-01-01" }, /^birthdate must be a day/],
      ["a day long ago", { birthdate: "1899-12-31" }, /^birthdate must be a day/],
      ["a name with a line break", { givenName: "a\nb" }, /^givenName must be a text of 1 to 100/],
      ["a language that is none", { locale: "english" }, /^locale must be a language/],
    ] as [string, unknown, RegExp][]) {
      it(`not ${what}`, async () => {
        const { status, failure } = await put(body);
        expect({ status, code: failure.code }).to.deep.equal({ status: 400, code: "InvalidAttributes" });
        expect(failure.message).to.match(message);
        expect(table.items.size).to.equal(0);
      });
    }

    it("not more of them than the setting says, which operators may change", async () => {
      setMaximum(1);
      expect((await put({ a: 1, b: 2 })).failure.message).to.equal("the value must have at most 1 attributes");
      expect((await put({ a: 1 })).status).to.equal(201);
    });

    it("anything else, given back as it was", async () => {
      const name = fc
        .stringMatching(/^[a-z][A-Za-z0-9_]{0,20}$/)
        .filter(
          (each) =>
            !/^(sub|id|owner|scopes?|roles?|groups|permissions|revision|mobile|birthdate|locale|constructor|prototype|username)$/.test(
              each,
            ) && !/user_?id|At$|Name$/i.test(each),
        );
      const text = fc
        .string({ unit: "grapheme", maxLength: 50 })
        .filter((each) => !/[^\P{Cc}\t\n\r]|\p{Cs}/u.test(each));
      const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 5 }));
      await fc.assert(
        fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 10, noNullPrototype: true }), async (attributes) => {
          table.items.clear();
          expect(await put(attributes)).to.deep.include({ status: 201, body: attributes });
          expect((await fetch()).body).to.deep.equal(attributes);
        }),
        { numRuns: 50 },
      );
    });

    it("never breaks a function", async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.anything()), async (body) => {
          expect((await put(body)).status).to.be.oneOf([200, 201, 400]);
          expect((await post(body)).status).to.be.oneOf([200, 400]);
        }),
        { numRuns: 150 },
      );
    });
  });

  it("ask for the settings once for many calls", async () => {
    for (let turn = 0; turn < 5; turn++) await put({ turn });
    expect(ssm().commandCalls(GetParameterCommand)).to.have.length(1);
  });

  it("log ids and counts, and nothing of the user", async () => {
    const { output } = await call(replace, sample);
    expect(output)
      .to.match(/"UserReplaced":1/)
      .and.contain(sample.requestId);
    for (const secret of [sample.body.mobile, sample.body.birthdate, "Asha", sub])
      expect(output).not.to.contain(secret);
  });
});
