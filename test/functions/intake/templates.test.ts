import { expect } from "chai";
import * as fc from "fast-check";
import { intakeRoute } from "../../../functions/intake/routes";
import { intakeModel } from "../../../functions/intake/student-model";
import { renderTemplate, type RenderedTemplate } from "../../../sandbox/mapping/mapping-template";
import { asha, students } from "../support/students";

const render = (template: string, body: unknown): RenderedTemplate =>
  renderTemplate(template, {
    body: JSON.stringify(body),
    params: { path: {}, querystring: {}, header: {} },
    stageVariables: {},
    context: { requestId: "request-1" },
  });
/** The fields that carry the gateway's request id, below `start`. */
const correlation = (start = "") => ({
  [`${start}MessageAttribute.1.Name`]: "correlationId",
  [`${start}MessageAttribute.1.Value.DataType`]: "String",
  [`${start}MessageAttribute.1.Value.StringValue`]: "request-1",
});
const form = (body: unknown) => new URLSearchParams(render(intakeRoute.requestTemplate, body).output);
const answer = (said: unknown) => {
  const { output, overrides } = render(intakeRoute.responseTemplate, said);
  return { status: overrides.status, body: JSON.parse(output) as unknown };
};

describe("the mapping templates of the intake", () => {
  it("make one SQS message of one student", () => {
    fc.assert(
      fc.property(students, (student) => {
        const sent = form(student);
        const { MessageBody, ...others } = Object.fromEntries(sent);
        expect(others).to.deep.equal({ Action: "SendMessage", ...correlation() });
        expect(JSON.parse(MessageBody!)).to.deep.equal(student);
      }),
    );
  });

  it("make a batch of up to ten, each with its index for an id", () => {
    fc.assert(
      fc.property(fc.array(students, { minLength: 1, maxLength: 10 }), (several) => {
        const sent = form({ students: several });
        expect(sent.get("Action")).to.equal("SendMessageBatch");
        expect([...sent.keys()]).to.have.length(1 + 5 * several.length);
        several.forEach((student, index) => {
          const entry = `SendMessageBatchRequestEntry.${index + 1}`;
          expect(sent.get(`${entry}.Id`)).to.equal(String(index));
          expect(JSON.parse(sent.get(`${entry}.MessageBody`)!)).to.deep.equal(student);
          expect(Object.fromEntries(sent)).to.include(correlation(`${entry}.`));
        });
      }),
      { numRuns: 50 },
    );
  });

  it("let no value add a parameter", () => {
    const sent = form({ students: [{ ...asha, FirstName: "&Action=DeleteQueue&QueueUrl=x\n%26" }] });
    expect([...sent.keys()].filter((name) => name === "Action")).to.have.length(1);
    expect(sent.has("QueueUrl")).to.equal(false);
  });

  it("answer 202 with the id of the one message", () => {
    const said = { SendMessageResponse: { SendMessageResult: { MessageId: "m", MD5OfMessageBody: "d" } } };
    expect(answer(said)).to.deep.equal({ status: 202, body: { messageId: "m" } });
  });

  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageId: `m${index}` }));
  const error = (index: number) => ({ Id: `${index}`, SenderFault: false, Code: "InternalError", Message: "x" });
  const shapes = {
    "lists of members": (Successful: object[], Failed: object[]) => ({ Successful, Failed }),
    "a null for no failure": (Successful: object[], Failed: object[]) => ({
      Successful,
      Failed: Failed.length > 0 ? Failed : null,
    }),
    "flattened elements": (Successful: object[], Failed: object[]) => ({
      SendMessageBatchResultEntry: Successful.length === 1 ? Successful[0] : Successful,
      BatchResultErrorEntry: Failed.length === 1 ? Failed[0] : Failed,
    }),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    const batch = (accepted: object[], failed: object[]) =>
      answer({ SendMessageBatchResponse: { SendMessageBatchResult: shape(accepted, failed) } });

    it(`answer 202 with every id in the students' order: ${name}`, () => {
      for (const count of [1, 2, 10]) {
        const ids = entries(count).map(({ MessageId }) => MessageId);
        expect(batch(entries(count).reverse(), [])).to.deep.equal({ status: 202, body: { messageIds: ids } });
      }
    });

    it(`answer 503 with the ones not queued, though others were: ${name}`, () => {
      for (const failed of [[1], [2, 0], [0, 1, 2]]) {
        const accepted = entries(3).filter(({ Id }) => !failed.includes(Number(Id)));
        const { status, body } = batch(accepted, failed.map(error));
        expect(status).to.equal(503);
        expect(body).to.deep.equal({
          error: {
            code: "NotQueued",
            message: "Not every student was queued; send those of notQueued again.",
            requestId: "request-1",
            notQueued: [...failed].sort(),
          },
        });
      }
    });
  }

  it("answer 503 where SQS refused everything, and tell nothing of why", () => {
    const { status, body } = answer({ Error: { Code: "AccessDenied", Message: "arn:aws:sqs:secret" }, RequestId: "r" });
    expect(status).to.equal(503);
    expect(JSON.stringify(body)).not.to.contain("secret");
  });
});

describe("the model of the intake", () => {
  /** The keywords that the model uses, and no others. */
  const accepts = (schema: Record<string, unknown>, value: unknown): boolean =>
    Object.entries(schema).every(([keyword, rule]) => {
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      const members = (isObject ? value : {}) as Record<string, unknown>;
      const properties = (schema["properties"] ?? {}) as Record<string, Record<string, unknown>>;
      switch (keyword) {
        case "$schema":
        case "title":
          return true;
        case "oneOf":
          return (rule as Record<string, unknown>[]).filter((each) => accepts(each, value)).length === 1;
        case "type":
          return rule === "object" ? isObject : rule === "array" ? Array.isArray(value) : typeof value === rule;
        case "required":
          return (rule as string[]).every((name) => name in members);
        case "additionalProperties":
          return Object.keys(members).every((name) => name in properties);
        case "properties":
          return Object.entries(properties).every(([name, each]) => !(name in members) || accepts(each, members[name]));
        case "minItems":
          return (value as unknown[]).length >= (rule as number);
        case "maxItems":
          return (value as unknown[]).length <= (rule as number);
        case "items":
          return (value as unknown[]).every((item) => accepts(rule as Record<string, unknown>, item));
        case "minLength":
          return typeof value !== "string" || value.length >= (rule as number);
        case "maxLength":
          return typeof value !== "string" || value.length <= (rule as number);
        case "pattern":
          return typeof value !== "string" || new RegExp(rule as string).test(value);
        default:
          throw new Error(`the model uses ${keyword}, which this test does not know`);
      }
    });
  const isTaken = (value: unknown) => accepts(intakeModel, value);

  it("takes every student that the function takes, alone and up to ten", () => {
    fc.assert(
      fc.property(fc.array(students, { minLength: 1, maxLength: 10 }), (several) => {
        expect(isTaken({ students: several })).to.equal(true);
        expect(isTaken(several[0])).to.equal(true);
      }),
    );
  });

  it("refuses none, more than ten, and what is no student", () => {
    for (const value of [
      { students: [] },
      { students: Array.from({ length: 11 }, () => asha) },
      { students: [asha], Roll: "1" },
      { ...asha, extra: 1 },
      { ...asha, Roll: 1 },
      { ...asha, Year: "" },
      { ...asha, FirstName: " x" },
      { students: [{ ...asha, LastName: undefined, x: 1 }] },
      [asha],
      null,
      "x",
    ]) {
      expect(isTaken(value), JSON.stringify(value)).to.equal(false);
    }
  });

  it("fits a batch of the longest students into the body that the web ACL lets through", () => {
    const widest = "\u{1d4b3}";
    const student = {
      Roll: widest.repeat(32),
      FirstName: widest.repeat(50),
      LastName: widest.repeat(50),
      Department: widest.repeat(50),
      Year: "2".repeat(20),
      mobile: "1".repeat(20),
    };
    expect(isTaken(student)).to.equal(true);
    const escaped = JSON.stringify({ students: Array.from({ length: 10 }, () => student) }).replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16)}`,
    );
    expect(Buffer.byteLength(escaped)).to.be.below(intakeRoute.maxBodyBytes);
  });
});
