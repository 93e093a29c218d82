import "../support/environment";
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Context } from "aws-lambda";
import { expect } from "chai";
import type { Probe } from "../../../components/delivery/release-probe";
import { handler as announce } from "../../../functions/announcements/announce";
import { handler as load } from "../../../functions/etl/load";
import { handler as ingest } from "../../../functions/events/ingest";
import initialRules from "../../../functions/events/initial-rules.json";
import { handler as route } from "../../../functions/events/route";
import { handler as store } from "../../../functions/intake/store";
import { handler as ping } from "../../../functions/keyed/ping";
import { handler as records } from "../../../functions/relational/records";
import { difference } from "../../../functions/release/difference";
import { handler as add } from "../../../functions/students/add";
import { handler as get } from "../../../functions/students/get";
import { handler as count } from "../../../functions/trends/count";
import { handler as report } from "../../../functions/trends/report";
import { handler as getUser } from "../../../functions/users/get";
import { handler as mergeUser } from "../../../functions/users/merge";
import { handler as removeUser } from "../../../functions/users/remove";
import { handler as replaceUser } from "../../../functions/users/replace";
import type { ReleasedFunction } from "../../../stacks/config/released-functions";
import { releaseProbes } from "../../../stacks/systems/release-probes";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

/** Each function's handler, and every call of AWS that the probe leads to beside reading settings and rules, which are kept. */
const FUNCTIONS: Record<ReleasedFunction, [handler: unknown, calls: string[]]> = {
  "store-students": [store, []],
  "add-student": [add, []],
  "get-student": [get, ["GetItemCommand"]],
  announce: [announce, []],
  "get-user": [getUser, ["GetItemCommand"]],
  "replace-user": [replaceUser, []],
  "merge-user": [mergeUser, []],
  // Of a user whom there cannot be.
  "remove-user": [removeUser, ["DeleteItemCommand"]],
  "ingest-events": [ingest, []],
  "route-events": [route, []],
  "trends-report": [report, ["QueryCommand"]],
  "count-hashtags": [count, []],
  keyed: [ping, []],
  "load-warehouse": [load, []],
  "student-records": [records, []],
};

const KEPT = ["GetParameterCommand", "GetObjectCommand"];

describe("the probes of a release", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const ssm = useAwsMock(SSMClient);
  const s3 = useAwsMock(S3Client);
  const others = [KinesisClient, LambdaClient, SNSClient, SQSClient].map((client) => useAwsMock(client as never));

  for (const [name, { event, expected }] of Object.entries(releaseProbes) as [ReleasedFunction, Probe][])
    it(`${name}: the real handler answers as expected and writes nothing`, async () => {
      dynamodb().on(GetItemCommand).resolves({}).on(QueryCommand).resolves({ Items: [] });
      dynamodb().on(DeleteItemCommand).resolves({});
      ssm()
        .on(GetParameterCommand)
        .resolves({ Parameter: { Value: JSON.stringify({ maximumAttributes: 50 }) } });
      s3()
        .on(GetObjectCommand)
        .resolves({ ETag: '"1"', Body: { transformToString: async () => JSON.stringify(initialRules) } as never });
      const [handler, calls] = FUNCTIONS[name];
      const { result } = await capturedOutput(() =>
        (handler as (event: unknown, context: Context) => Promise<unknown>)(event, lambdaContext()),
      );
      expect(difference(result, expected)).to.equal(undefined);
      const mocks = [dynamodb, ssm, s3, ...others] as (() => { calls(): { args: object[] }[] })[];
      const names = mocks.flatMap((mock) => mock().calls()).map(({ args }) => args[0]!.constructor.name);
      expect(names.filter((each) => !KEPT.includes(each))).to.deep.equal(calls);
    });
});
