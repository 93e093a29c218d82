import "./support/environment";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { useAwsMock } from "./support/aws-mock";
import { capturedOutput } from "./support/captured-output";
import { lambdaContext } from "./support/lambda-context";

const ROOT = join(__dirname, "../..");

type Line = Record<string, unknown>;

/** They read their environment as they start, or need the runtime of canaries; their own tests give it. */
const APART = ["functions/authorizer/authorize.ts", "functions/probe/ask.ts"];

/** Every handler that has sample events. */
const samples = new Map<string, string[]>();
for (const file of globSync("functions/*/*.events/*.json", { cwd: ROOT }).sort()) {
  const entry = `${dirname(file).replace(/\.events$/, "")}.ts`;
  if (!APART.includes(entry)) samples.set(entry, [...(samples.get(entry) ?? []), file]);
}

/** Handlers that log nothing where AWS answers nothing at all; their own tests look at what they log. */
const SILENT = ["functions/events/replay.ts", "functions/release/start.ts"];

describe("every line that a handler logs", function () {
  this.timeout(60_000);
  const mocks = [
    useAwsMock(CloudWatchClient),
    useAwsMock(CodeDeployClient),
    useAwsMock(DynamoDBClient),
    useAwsMock(KinesisClient),
    useAwsMock(KMSClient),
    useAwsMock(LambdaClient),
    useAwsMock(RDSDataClient),
    useAwsMock(S3Client),
    useAwsMock(SNSClient),
    useAwsMock(SQSClient),
    useAwsMock(SSMClient),
  ];
  /** Handlers that would ask for ever for what is never there: they are told of an error instead. */
  const FAILS = /^functions\/(tuning|release\/start)/;
  for (const [entry, files] of samples) {
    it(`and counts, has the id of its request: ${entry}`, async () => {
      for (const mock of mocks) {
        const each = (
          mock() as { onAnyCommand(): { resolves(answer: object): void; rejects(error: Error): void } }
        ).onAnyCommand();
        if (FAILS.test(entry)) each.rejects(new Error("no AWS"));
        else each.resolves({});
      }
      // the environment has to be there first
      const { handler } = require(join(ROOT, entry)) as { handler(event: unknown, context: unknown): Promise<unknown> };
      const lines: Line[] = [];
      for (const file of files) {
        const event = JSON.parse(readFileSync(join(ROOT, file), "utf8")) as unknown;
        const { output } = await capturedOutput(() =>
          Promise.resolve(handler(event, lambdaContext())).catch(() => null),
        );
        lines.push(
          ...output
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map((line) => JSON.parse(line) as Line),
        );
      }
      const own = lines.filter((line) => "level" in line || "_aws" in line);
      for (const line of own) expect(line["correlation_id"], JSON.stringify(line)).to.be.a("string").and.not.equal("");
      if (!SILENT.includes(entry)) expect(own, "lines").not.to.deep.equal([]);
    });
  }
});
