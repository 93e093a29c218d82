import { expect } from "chai";
import { Key } from "../../../components/encryption/key";
import { metricProblem } from "../../../components/observability/check-metric";
import { Activity } from "../../../components/workflow/activity";
import {
  awsCall,
  continueAsNewExecution,
  getItem,
  invokeFunction,
  putItem,
  runActivity,
  runMachine,
  sendMessage,
  startMachine,
} from "../../../components/workflow/calls";
import { StateMachine } from "../../../components/workflow/state-machine";
import { map, pass, task } from "../../../components/workflow/states";
import { errorOf, record, recordBoth, valueOf, type Recorded } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";
import { makeFifo, makeFunction, makeKey, makeMachine, makeTable } from "./support";

const MACHINE = "aws:sfn/stateMachine:StateMachine";
const GRANT = "aws:iam/rolePolicy:RolePolicy";
const ACCOUNT = "111122223333";
const ARN = `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:flow`;
const KEY_ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/system-key-id`;

/** Every policy of the machine's role, by name. */
function policies({ ofType }: Recorded<unknown>, role = "flow"): Record<string, unknown[]> {
  return Object.fromEntries(
    ofType(GRANT)
      .filter(({ name }) => name.startsWith(`${role}-`))
      .map(({ inputs }) => [inputs["name"] as string, statementsOf(inputs["policy"])]),
  );
}

const BASE = {
  "use-key": [
    {
      Sid: "UseKeyForExecutions",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: KEY_ARN,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": ARN } },
    },
    {
      Sid: "UseKeyForLogs",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: KEY_ARN,
      Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": `arn:aws:logs:eu-west-1:${ACCOUNT}:*` } },
    },
  ],
  "deliver-logs": [
    {
      Sid: "DeliverLogs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
      ],
      Resource: "*",
    },
  ],
  "send-traces": [
    {
      Sid: "SendTraces",
      Effect: "Allow",
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
      Resource: "*",
    },
  ],
};

describe("StateMachine", () => {
  it("is encrypted, logged without data, traced, and ends in time", async () => {
    const [update, preview] = await recordBoth(() => makeMachine());
    expect(preview.ofType(MACHINE)).to.have.length(1);
    const { definition, ...inputs } = update.one(MACHINE).inputs;
    expect(inputs).to.deep.equal({
      name: "flow",
      type: "STANDARD",
      roleArn: `arn:aws:iam::${ACCOUNT}:role/flow-machine-eu-west-1`,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/states/flow:*`,
      },
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: KEY_ARN,
        kmsDataKeyReusePeriodSeconds: 300,
      },
    });
    expect(JSON.parse(definition as string)).to.deep.equal({
      Comment: "Tests.",
      QueryLanguage: "JSONata",
      TimeoutSeconds: 3600,
      StartAt: "Begin",
      States: { Begin: { Type: "Pass", End: true } },
    });
    expect(update.one("aws:cloudwatch/logGroup:LogGroup", "flow-logs").inputs).to.deep.equal({
      name: "/aws/vendedlogs/states/flow",
      retentionInDays: 30,
      kmsKeyId: KEY_ARN,
    });
    expect(await valueOf(update.result.arn)).to.equal(ARN);
  });

  it("has a role of its own, for Step Functions of this account, with what every machine needs", async () => {
    const recorded = await record(() => makeMachine());
    const role = recorded.one("aws:iam/role:Role", "flow-role");
    expect(statementsOf(role.inputs["assumeRolePolicy"])).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "states.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ]);
    expect(policies(recorded)).to.deep.equal(BASE);
    const machine = recorded.one(MACHINE);
    for (const { name, urn } of recorded.ofType(GRANT))
      if (name.startsWith("flow-")) expect(machine.dependsOn, name).to.include(urn);
    for (const { inputs } of recorded.ofType(GRANT)) await expectLeastPrivilege(inputs["policy"]);
  });

  it("lets the service that delivers logs read them, by the key's policy", async () => {
    const { one } = await record(() => makeMachine());
    const statement = statementsOf(one("aws:kms/key:Key").inputs["policy"]).find(
      ({ Sid }) => Sid === "ReadLogsOfStates",
    );
    expect(statement).to.deep.equal({
      Sid: "ReadLogsOfStates",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": [`arn:aws:logs:eu-west-1:${ACCOUNT}:*`] } },
    });
  });

  it("gives the role exactly what the states use, once each, also within branches and items", async () => {
    const recorded = await record(() => {
      const key = makeKey();
      const check = makeFunction(key);
      const queue = makeFifo(key);
      const table = makeTable(key);
      const message = { body: "x", groupId: "g", deduplicationId: "d" };
      return makeMachine(
        {
          states: {
            Begin: task({ call: invokeFunction(check), next: "Again" }),
            Again: task({ call: invokeFunction(check), next: "Each" }),
            Each: map({
              processor: {
                startAt: "Read",
                states: {
                  Read: task({ call: getItem(table, { id: { S: "1" } }), next: "Write" }),
                  Write: task({ call: putItem(table, { id: { S: "1" } }), next: "Send" }),
                  Send: task({ call: sendMessage(queue, message), end: true }),
                },
              },
              next: "Look",
            }),
            Look: task({
              call: awsCall({
                service: "s3",
                action: "headObject",
                arguments: { Bucket: "b", Key: "k" },
                permissions: [{ sid: "Look", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/k"] }],
              }),
              next: "Continue",
            }),
            Continue: task({ call: continueAsNewExecution({ name: "{% $name %}" }), end: true }),
          },
        },
        key,
      );
    });
    const { "use-key": _key, "deliver-logs": _logs, "send-traces": _traces, ...own } = policies(recorded);
    const allowed = Object.fromEntries(
      Object.entries(own).map(([name, statements]) => [
        name,
        (statements as { Action: string; Resource: string }[])
          .filter(({ Action }) => !String(Action).startsWith("kms:"))
          .map(({ Action, Resource }) => [Action, Resource]),
      ]),
    );
    expect(allowed).to.deep.equal({
      "invoke-check": [["lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:check:live`]],
      "read-stock": [["dynamodb:GetItem", `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/stock`]],
      "write-stock": [["dynamodb:PutItem", `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/stock`]],
      "send-orders": [["sqs:SendMessage", `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders.fifo`]],
      "call-s3-headObject": [["s3:GetObject", "arn:aws:s3:::b/k"]],
      "start-itself": [["states:StartExecution", ARN]],
    });
  });

  it("starts another machine, and runs one and waits, each with its own permissions", async () => {
    const recorded = await record(() => {
      const key = makeKey();
      const other = new StateMachine("other", {
        key,
        description: "Other.",
        startAt: "Begin",
        states: { Begin: pass({ end: true }) },
      });
      return makeMachine(
        {
          states: {
            Begin: task({ call: startMachine(other, { name: "{% $id %}" }), next: "Run" }),
            Run: task({ call: runMachine(other), end: true }),
          },
        },
        key,
      );
    });
    const other = ARN.replace("flow", "other");
    const { "start-other": start, "run-other": run } = policies(recorded);
    expect(start).to.deep.equal([
      { Sid: "StartExecution", Effect: "Allow", Action: "states:StartExecution", Resource: other },
    ]);
    expect(run).to.deep.equal([
      { Sid: "StartExecution", Effect: "Allow", Action: "states:StartExecution", Resource: other },
      {
        Sid: "FollowExecution",
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:StopExecution"],
        Resource: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:other:*`,
      },
      {
        Sid: "HearOfItsEnd",
        Effect: "Allow",
        Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
        Resource: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      },
      {
        Sid: "ReadItsOutput",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": other } },
      },
    ]);
    const { States } = JSON.parse(recorded.one(MACHINE, "flow-machine").inputs["definition"] as string) as any;
    expect(States.Run.Resource).to.equal("arn:aws:states:::states:startExecution.sync:2");
    expect(States.Run.Output).to.equal("{% $states.result.Output %}");
    expect(States.Begin.Arguments).to.deep.equal({
      StateMachineArn: other,
      Input: "{% $states.input %}",
      Name: "{% $id %}",
    });
    await expectLeastPrivilege(recorded.one(GRANT, "flow-run-other").inputs["policy"]);
  });

  it("hands work to an activity, whose workers may fetch and answer it", async () => {
    const recorded = await record(() => {
      const key = makeKey();
      const activity = new Activity("approve", { key });
      activity.grantWork(new FakeGrantee("worker"));
      const machine = makeMachine(
        {
          states: {
            Begin: task({ call: runActivity(activity, { timeoutSeconds: 600 }), heartbeatSeconds: 60, end: true }),
          },
        },
        key,
      );
      return { activity, machine };
    });
    const activity = "aws:sfn/activity:Activity";
    expect(recorded.one(activity).inputs).to.deep.equal({
      name: "approve",
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: KEY_ARN,
        kmsDataKeyReusePeriodSeconds: 300,
      },
    });
    const { States } = JSON.parse(recorded.one(MACHINE).inputs["definition"] as string) as any;
    expect(States.Begin).to.include({ TimeoutSeconds: 600, HeartbeatSeconds: 60 });
    expect(States.Begin.Resource).to.equal(await valueOf(recorded.result.activity.arn));
    const actions = policies(recorded, "worker")["work-approve"]!.map((each) => (each as { Action: unknown }).Action);
    expect(actions).to.deep.equal([
      ["states:GetActivityTask"],
      ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
      ["kms:Decrypt"],
    ]);
    for (const { metric } of recorded.result.activity.monitoring.alarms)
      expect(metricProblem(metric)).to.equal(undefined);
  });

  it("lets a distributed map run its items as executions of the machine", async () => {
    const recorded = await record(() =>
      makeMachine({
        states: {
          Begin: map({
            mode: "DISTRIBUTED",
            itemsPerBatch: 10,
            processor: { startAt: "Item", states: { Item: pass({ end: true }) } },
            end: true,
          }),
        },
      }),
    );
    expect(policies(recorded)["run-map-items"]).to.deep.equal([
      { Sid: "StartItems", Effect: "Allow", Action: "states:StartExecution", Resource: ARN },
      {
        Sid: "FollowItems",
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:StopExecution"],
        Resource: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:flow:*`,
      },
    ]);
  });

  it("lets others start it, and wait for it where it is an Express machine", async () => {
    const recorded = await record(() => {
      const standard = makeMachine();
      const express = new StateMachine("quick", {
        key: new Key("quick", { description: "Tests", services: ["states"] }),
        description: "Quick.",
        type: "EXPRESS",
        startAt: "Begin",
        states: { Begin: pass({ end: true }) },
      });
      const caller = new FakeGrantee("caller");
      standard.grantStart(caller);
      express.grantStartSync(caller);
    });
    expect(policies(recorded, "caller")).to.deep.equal({
      "start-flow": [{ Sid: "StartExecution", Effect: "Allow", Action: ["states:StartExecution"], Resource: [ARN] }],
      "start-sync-quick": [
        {
          Sid: "StartSyncExecution",
          Effect: "Allow",
          Action: ["states:StartSyncExecution"],
          Resource: [ARN.replace("flow", "quick")],
        },
        {
          Sid: "ReadItsDefinition",
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: [KEY_ARN.replace("system", "quick")],
          Condition: {
            StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": ARN.replace("flow", "quick") },
          },
        },
      ],
    });
    expect(recorded.one(MACHINE, "quick-machine").inputs["type"]).to.equal("EXPRESS");
    expect(JSON.parse(recorded.one(MACHINE, "quick-machine").inputs["definition"] as string)).to.include({
      TimeoutSeconds: 300,
    });
    expect((await errorOf(() => makeMachine().grantStartSync(new FakeGrantee("caller")))).message).to.contain(
      "only Express machines answer",
    );
  });

  it("watches failures, timeouts, aborts, throttles and duration, on metrics that exist", async () => {
    const { result } = await record(() => makeMachine({ timeoutSeconds: 100 }));
    const alarms = result.monitoring.alarms.map(({ name, severity, threshold }) => [name, severity, threshold]);
    expect(alarms).to.deep.equal([
      ["executions-failed", "critical", 0],
      ["executions-timed-out", "critical", 0],
      ["executions-aborted", "warning", 0],
      ["executions-throttled", "warning", 0],
      ["duration", "warning", 90_000],
      ["slower", "warning", 4],
    ]);
    const metrics = [
      ...result.monitoring.alarms.map(({ metric }) => metric),
      ...result.monitoring.widgets.flatMap((w) => w.metrics),
    ];
    for (const metric of metrics) expect(metricProblem(metric)).to.equal(undefined);
  });

  it("may leave log and traces out where that is said", async () => {
    const recorded = await record(() =>
      makeMachine({ logLevel: "OFF", production: false, tracing: false, logRetentionDays: 7, dataKeyReuseSeconds: 60 }),
    );
    expect(recorded.one(MACHINE).inputs).to.deep.include({
      loggingConfiguration: { level: "OFF" },
      tracingConfiguration: { enabled: false },
    });
    expect(Object.keys(policies(recorded))).to.deep.equal(["use-key"]);
  });

  it("keeps definition, role and encryption whatever is overridden", async () => {
    const { one } = await record(() =>
      makeMachine({
        overrides: {
          machine: { publish: true, encryptionConfiguration: { type: "AWS_OWNED_KEY" } },
          logGroup: { retentionInDays: 365, kmsKeyId: "other" },
          role: { description: "Mine." },
        },
      }),
    );
    expect(one(MACHINE).inputs).to.deep.include({ publish: true });
    expect(one(MACHINE).inputs["encryptionConfiguration"]).to.include({ type: "CUSTOMER_MANAGED_KMS_KEY" });
    expect(one("aws:cloudwatch/logGroup:LogGroup", "flow-logs").inputs).to.include({
      retentionInDays: 365,
      kmsKeyId: KEY_ARN,
    });
    expect(one("aws:iam/role:Role", "flow-role").inputs["description"]).to.equal("Mine.");
  });
});
