import { expect } from "chai";
import { InputError } from "../../../components/input-error";
import { Key } from "../../../components/encryption/key";
import { Activity } from "../../../components/workflow/activity";
import { awsCall, invokeFunction, runActivity, runMachine, sendMessage } from "../../../components/workflow/calls";
import type { StateMachineArgs } from "../../../components/workflow/state-machine";
import type { State } from "../../../components/workflow/state";
import { choice, fail, map, parallel, pass, succeed, task, wait } from "../../../components/workflow/states";
import { errorOf } from "../../support/record";
import { makeFifo, makeFunction, makeKey, makeMachine } from "./support";

type Args = Partial<StateMachineArgs>;

async function refusal(args: Args | ((key: Key) => Args)): Promise<string> {
  const error = await errorOf(() => {
    const key = makeKey();
    makeMachine(typeof args === "function" ? args(key) : args, key);
  });
  expect(error).to.be.instanceOf(InputError);
  return error.message;
}
const states = (Begin: State, more: Record<string, State> = {}): Args => ({ states: { Begin, ...more } });
const END = pass({ end: true });

describe("StateMachine refuses", () => {
  const cases: Record<string, [Args | ((key: Key) => Args), string]> = {
    "no state": [{ states: {} }, "states is {}; give at least one state"],
    "a start that is none": [{ startAt: "Start" }, 'startAt of states is "Start"; use one of "Begin"'],
    "a next that does not exist": [
      states(pass({ next: "Ende" }), { End: END }),
      'next of "Begin" is "Ende"; use one of "Begin", "End", "Failed"',
    ],
    "a catch that leads nowhere": [
      (key) =>
        states(task({ call: invokeFunction(makeFunction(key)), catch: [{ errors: ["A"], next: "Gone" }], end: true })),
      'next of "Begin" is "Gone"',
    ],
    "a state that is never reached": [
      states(END, { Lost: END }),
      'states is "Lost"; have another state lead to it, or leave it out: it is never reached',
    ],
    "a loop without an end": [
      states(pass({ next: "Again" }), { Again: pass({ next: "Begin" }) }),
      "lead on to a state that ends: from here none is ever reached",
    ],
    "a choice without a default": [
      states(choice({ rules: [{ when: "{% true %}", next: "End" }], otherwise: "" }), { End: END }),
      'next of "Begin" is ""',
    ],
    "a choice without rules": [states(choice({ rules: [], otherwise: "End" }), { End: END }), 'rules of "Begin" is []'],
    "a condition that is no expression": [
      states(choice({ rules: [{ when: "$x > 3", next: "End" }], otherwise: "End" }), { End: END }),
      'when of "Begin" is "$x > 3"; use a JSONata expression, {% … %}',
    ],
    "JSONPath fields": [
      states(pass({ output: { "id.$": "$.id" } as never, end: true })),
      'output of "Begin" is "id.$"; leave .$ out and write the value in JSONata',
    ],
    "JSONPath values": [
      states(pass({ output: { id: "$.id" }, end: true })),
      'output.id of "Begin" is "$.id"; write it in JSONata',
    ],
    intrinsics: [states(pass({ output: "States.UUID()", end: true })), "write it in JSONata"],
    "an expression within text": [
      states(pass({ output: "Hello {% $name %}", end: true })),
      "begin with {% and end with %}",
    ],
    "next and end at once": [
      states({ type: "Pass", next: "Begin", end: true } as never),
      "give either next, or end: true",
    ],
    "neither next nor end": [states({ type: "Pass" } as never), "give either next, or end: true"],
    "a wait of both kinds": [states(wait({ seconds: 1, until: "x", end: true })), "give either seconds or until"],
    "a wait that is too long": [states(wait({ seconds: 1e9, end: true })), "use a whole number from 0 to 99999999"],
    "a parallel without branches": [states(parallel({ branches: [], end: true })), 'branches of "Begin" is []'],
    "a name twice, in a branch too": [
      states(parallel({ branches: [{ startAt: "Begin", states: { Begin: END } }], end: true })),
      "names are unique in the whole machine",
    ],
    "a next out of a branch": [
      states(parallel({ branches: [{ startAt: "In", states: { In: pass({ next: "Begin" }) } }], end: true })),
      'next of "In" is "Begin"',
    ],
    "a name that the machine makes itself": [
      states(pass({ next: "Failed" }), { Failed: fail({ error: "E" }) }),
      "choose another name, the machine makes a state of this one",
    ],
    "an error without a name": [states(fail({ error: "" })), 'error of "Begin" is ""; name the error'],
    "distributed settings of an inline map": [
      states(map({ processor: { startAt: "I", states: { I: END } }, itemsPerBatch: 3, end: true })),
      'set mode: "DISTRIBUTED", or leave it out',
    ],
    "a retry that begins at once": [
      (key) =>
        states(
          task({ call: invokeFunction(makeFunction(key)), retry: [{ errors: ["A"], intervalSeconds: 0 }], end: true }),
        ),
      'retry.intervalSeconds of "Begin" is 0',
    ],
    "a retry that comes ever sooner": [
      (key) =>
        states(
          task({ call: invokeFunction(makeFunction(key)), retry: [{ errors: ["A"], backoffRate: 0.5 }], end: true }),
        ),
      'retry.backoffRate of "Begin" is 0.5; use 1 or more',
    ],
    "a wildcard before the last rule": [
      (key) =>
        states(task({ call: invokeFunction(makeFunction(key)), retry: [{ errors: ["States.ALL"] }], end: true })),
      "put States.ALL alone in the last rule",
    ],
    "a retry rule without errors": [
      (key) => states(task({ call: invokeFunction(makeFunction(key)), retry: [{ errors: [] }], end: true })),
      "name the errors of the rule",
    ],
    "no retry without a reason": [
      (key) => states(task({ call: invokeFunction(makeFunction(key)), neverRetriedBecause: "no", end: true })),
      "say in a sentence why it must not be repeated",
    ],
    "a call without transient errors": [
      (key) => states(task({ call: { ...invokeFunction(makeFunction(key)), transientErrors: [] }, end: true })),
      "name the errors that are retried, or use neverRetriedBecause",
    ],
    "a task that may wait for ever": [
      (key) => states(task({ call: { ...invokeFunction(makeFunction(key)), timeoutSeconds: undefined }, end: true })),
      "give one: a task without waits for up to a year",
    ],
    "a heartbeat after the timeout": [
      (key) =>
        states(
          task({
            call: runActivity(new Activity("a", { key }), { timeoutSeconds: 60 }),
            heartbeatSeconds: 60,
            end: true,
          }),
        ),
      "use less than the timeout of 60 s",
    ],
    "an activity of an Express machine": [
      (key) => ({
        type: "EXPRESS",
        ...states(task({ call: runActivity(new Activity("a", { key }), { timeoutSeconds: 60 }), end: true })),
      }),
      "an Express machine cannot wait for it: use a Standard one",
    ],
    "a distributed map of an Express machine": [
      {
        type: "EXPRESS",
        ...states(map({ mode: "DISTRIBUTED", processor: { startAt: "I", states: { I: END } }, end: true })),
      },
      "use INLINE",
    ],
    "an Express machine that runs too long": [
      { type: "EXPRESS", timeoutSeconds: 301 },
      "timeoutSeconds is 301; use a whole number from 1 to 300",
    ],
    "a failure state that does not exist": [{ onError: "Tidy" }, 'onError is "Tidy"; use one of "Begin"'],
    "no log in production": [{ logLevel: "OFF" }, 'logLevel is "OFF"; use FATAL at least'],
    "a key that does not admit the log": [
      { key: undefined },
      'key is "plain"; add "states" to the services of that key',
    ],
    "a name that AWS would not take": [{ machineName: "a b" }, 'machineName is "a b"'],
  };
  for (const [what, [args, message]] of Object.entries(cases))
    it(what, async () => {
      if (what.startsWith("a key that")) {
        const error = await errorOf(() => makeMachine({}, new Key("plain", { description: "Tests" })));
        expect(error.message).to.contain(message);
      } else expect(await refusal(args)).to.contain(message);
    });

  it("a FIFO message without a group, or without a way to tell it again, and too many attributes", async () => {
    for (const [message, fix] of [
      [{ body: "x" }, "a FIFO queue needs one"],
      [{ body: "x", groupId: "g" }, "a retried task otherwise sends the message twice"],
      [{ body: "x", attributes: Object.fromEntries([..."abcdefghijk"].map((name) => [name, "x"])) }, "use at most 10"],
    ] as const)
      expect((await errorOf(() => sendMessage(makeFifo(makeKey()), message))).message).to.contain(fix);
  });

  it("an AWS call that is misspelt, or needs nothing", () => {
    const call = { service: "S3", action: "headObject", arguments: {}, permissions: [] };
    expect(() => awsCall(call)).to.throw(InputError, "use camel case, as in s3:headObject");
    expect(() => awsCall({ ...call, service: "s3" })).to.throw(InputError, "name what the call needs");
  });

  it("to wait for an Express machine", async () => {
    const error = await errorOf(() => {
      const key = makeKey();
      const quick = makeMachine({ type: "EXPRESS" }, key);
      new (quick.constructor as any)("slow", {
        key,
        description: "Slow.",
        startAt: "Run",
        states: { Run: task({ call: runMachine(quick), end: true }) },
      });
    });
    expect(error.message).to.contain("only Standard machines can be waited for");
  });

  it("nothing of a machine that ends well by every way", async () => {
    const error = await errorOf(() => {
      makeMachine(states(succeed()));
      throw new Error("made");
    });
    expect(error.message).to.equal("made");
  });
});
