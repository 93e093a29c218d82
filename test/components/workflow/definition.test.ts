import { expect } from "chai";
import { invokeFunction, sendMessage } from "../../../components/workflow/calls";
import type { StateMachineArgs } from "../../../components/workflow/state-machine";
import { choice, fail, map, parallel, pass, succeed, task, wait } from "../../../components/workflow/states";
import { record } from "../../support/record";
import { makeFifo, makeFunction, makeKey, makeMachine } from "./support";

async function definition(args: (key: ReturnType<typeof makeKey>) => Partial<StateMachineArgs>): Promise<any> {
  const { one } = await record(() => {
    const key = makeKey();
    return makeMachine(args(key), key);
  });
  return JSON.parse(one("aws:sfn/stateMachine:StateMachine").inputs["definition"] as string);
}

const DEFAULT_RETRY = {
  ErrorEquals: [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "States.Timeout",
  ],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxAttempts: 5,
  MaxDelaySeconds: 30,
  JitterStrategy: "FULL",
};
const defaultCatch = (Next: string) => ({
  ErrorEquals: ["States.ALL"],
  Next,
  Output: { error: "{% $states.errorOutput %}", input: "{% $states.input %}" },
});
const FAILURE = {
  Type: "Fail",
  Comment: "Ends with the error that was caught, by its own name.",
  Error: "{% $states.input.error.Error %}",
  Cause: "{% $exists($states.input.error.Cause) ? $states.input.error.Cause : '' %}",
};

describe("definition of a state machine", () => {
  it("has a task retried with growing pauses, and every error caught and passed on by its name", async () => {
    const { States } = await definition((key) => ({
      states: { Begin: task({ call: invokeFunction(makeFunction(key)), end: true }) },
    }));
    expect(States).to.deep.equal({
      Begin: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: {
          FunctionName: "arn:aws:lambda:eu-west-1:111122223333:function:check:live",
          Payload: "{% $states.input %}",
        },
        Output: "{% $states.result.Payload %}",
        TimeoutSeconds: 15,
        Retry: [DEFAULT_RETRY],
        Catch: [defaultCatch("Failed")],
        End: true,
      },
      Failed: FAILURE,
    });
  });

  it("puts own rules first, by the errors' names", async () => {
    const { States } = await definition((key) => ({
      states: {
        Begin: task({
          call: invokeFunction(makeFunction(key), { id: "{% $id %}" }, ["StockBusy"]),
          retry: [{ errors: ["LateNight"], intervalSeconds: 60, backoffRate: 1, maxAttempts: 2, jitter: "NONE" }],
          catch: [
            { errors: ["NoStock"], next: "Sorry", output: "{% $states.errorOutput.Cause %}", assign: { sorry: true } },
          ],
          timeoutSeconds: 3,
          assign: { checked: "{% $states.result.Payload.ok %}" },
          output: {},
          next: "Sorry",
        }),
        Sorry: succeed({ output: "{% $states.input %}" }),
      },
    }));
    expect(States.Begin.Retry).to.deep.equal([
      {
        ...DEFAULT_RETRY,
        ErrorEquals: ["LateNight"],
        IntervalSeconds: 60,
        BackoffRate: 1,
        MaxAttempts: 2,
        JitterStrategy: "NONE",
      },
      { ...DEFAULT_RETRY, ErrorEquals: [...DEFAULT_RETRY.ErrorEquals, "StockBusy"] },
    ]);
    expect(States.Begin.Catch).to.deep.equal([
      { ErrorEquals: ["NoStock"], Next: "Sorry", Output: "{% $states.errorOutput.Cause %}", Assign: { sorry: true } },
      defaultCatch("Failed"),
    ]);
    expect(States.Begin).to.deep.include({
      TimeoutSeconds: 3,
      Output: {},
      Assign: { checked: "{% $states.result.Payload.ok %}" },
      Next: "Sorry",
    });
  });

  it("leads errors to the state that the program names, and makes none of its own then", async () => {
    const { States } = await definition((key) => ({
      onError: "Tidy",
      states: {
        Begin: task({ call: invokeFunction(makeFunction(key)), end: true }),
        Tidy: task({
          call: invokeFunction(makeFunction(key, "tidy")),
          catch: [{ errors: ["States.ALL"], next: "Broken" }],
          next: "Broken",
        }),
        Broken: fail({ error: "Broken", cause: "It broke." }),
      },
    }));
    expect(Object.keys(States)).to.deep.equal(["Begin", "Tidy", "Broken"]);
    expect(States.Begin.Catch).to.deep.equal([defaultCatch("Tidy")]);
    expect(States.Tidy.Catch).to.deep.equal([{ ErrorEquals: ["States.ALL"], Next: "Broken" }]);
    expect(States.Broken).to.deep.equal({ Type: "Fail", Error: "Broken", Cause: "It broke." });
  });

  it("leaves a call alone that must not be repeated", async () => {
    const { States } = await definition((key) => ({
      states: {
        Begin: task({
          call: invokeFunction(makeFunction(key)),
          neverRetriedBecause: "It charges a card each time.",
          end: true,
        }),
      },
    }));
    expect(States.Begin).to.not.have.property("Retry");
    expect(States.Begin.Catch).to.deep.equal([defaultCatch("Failed")]);
  });

  it("writes every other type of state", async () => {
    const { States } = await definition((key) => ({
      states: {
        Begin: choice({
          comment: "Which way?",
          rules: [{ when: "{% $states.input.n > 3 %}", next: "Both", assign: { big: true } }],
          otherwise: "Rest",
        }),
        Both: parallel({
          arguments: { n: 1 },
          branches: [
            { startAt: "Left", states: { Left: task({ call: invokeFunction(makeFunction(key)), end: true }) } },
            { startAt: "Right", states: { Right: pass({ end: true }) } },
          ],
          next: "Each",
        }),
        Each: map({
          items: "{% $states.input.list %}",
          itemSelector: { item: "{% $states.context.Map.Item.Value %}" },
          maxConcurrency: 1,
          processor: {
            startAt: "Send",
            states: {
              Send: task({
                call: sendMessage(makeFifo(key), {
                  body: "{% $states.input %}",
                  groupId: "g",
                  deduplicationId: "{% $id %}",
                }),
                end: true,
              }),
            },
          },
          next: "Many",
        }),
        Many: map({
          mode: "DISTRIBUTED",
          itemsPerBatch: 100,
          toleratedFailurePercentage: 5,
          executionType: "EXPRESS",
          processor: { startAt: "One", states: { One: pass({ end: true }) } },
          next: "Rest",
        }),
        Rest: wait({ seconds: 5, next: "Until" }),
        Until: wait({ until: "{% $at %}", next: "End" }),
        End: succeed(),
      },
    }));
    expect(States.Begin).to.deep.equal({
      Type: "Choice",
      Comment: "Which way?",
      Choices: [{ Condition: "{% $states.input.n > 3 %}", Assign: { big: true }, Next: "Both" }],
      Default: "Rest",
    });
    expect(States.Both.Arguments).to.deep.equal({ n: 1 });
    expect(States.Both.Catch).to.deep.equal([defaultCatch("Failed")]);
    expect(Object.keys(States.Both.Branches[0].States)).to.deep.equal(["Left", "Failed in Both 1"]);
    expect(States.Both.Branches[0].States.Left.Catch).to.deep.equal([defaultCatch("Failed in Both 1")]);
    expect(States.Both.Branches[1]).to.deep.equal({ StartAt: "Right", States: { Right: { Type: "Pass", End: true } } });
    expect(States.Each).to.deep.include({
      Items: "{% $states.input.list %}",
      ItemSelector: { item: "{% $states.context.Map.Item.Value %}" },
      MaxConcurrency: 1,
    });
    expect(States.Each.ItemProcessor.ProcessorConfig).to.deep.equal({ Mode: "INLINE" });
    expect(States.Each.ItemProcessor.States["Failed in Each"]).to.deep.equal(FAILURE);
    expect(States.Each.ItemProcessor.States.Send.Arguments).to.deep.equal({
      QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo",
      MessageBody: "{% $states.input %}",
      MessageGroupId: "g",
      MessageDeduplicationId: "{% $id %}",
    });
    expect(States.Many).to.deep.include({
      ItemBatcher: { MaxItemsPerBatch: 100 },
      ToleratedFailurePercentage: 5,
      MaxConcurrency: 10,
    });
    expect(States.Many.ItemProcessor.ProcessorConfig).to.deep.equal({ Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" });
    expect(States.Rest).to.deep.equal({ Type: "Wait", Seconds: 5, Next: "Until" });
    expect(States.Until).to.deep.equal({ Type: "Wait", Timestamp: "{% $at %}", Next: "End" });
    expect(States.End).to.deep.equal({ Type: "Succeed" });
  });
});
