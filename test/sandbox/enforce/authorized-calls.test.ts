import { CreateTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetAliasCommand, LambdaClient, ListAliasesCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, ListTagsForResourceCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";
import { deployCredentials } from "../../../sandbox/enforce/deploy-role";

const accountId = "111122223333";
const region = "eu-west-1";
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
const KEY = arn("kms", "key/mine");

const allowed = (Action: string[], ...Resource: string[]): DeployStatement => ({ Effect: "Allow", Action, Resource });

/** Policies that name what is meant, as those of deployments and functions do. */
describe("what a call is about, where IAM is enforced", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let folder: string;
  /** Of the account itself. */
  let owner: Settings;
  let limited: Settings;

  interface Settings {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  }

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-calls-"));
    emulator = await startEmulator({ accountId, region, forwardPort: 0, enforceIam: true, sandbox: folder });
    const settings = { endpoint: emulator.endpoint, region };
    owner = { ...settings, credentials: { accessKeyId: accountId, secretAccessKey: "sandbox" } };
    const session = await deployCredentials(emulator, [
      allowed(["dynamodb:ListTagsOfResource"], arn("dynamodb", "table/mine")),
      allowed(["sns:ListTagsForResource"], arn("sns", "mine")),
      allowed(["kms:CreateAlias"], arn("kms", "alias/mine"), arn("kms", "key/*")),
      allowed(["lambda:GetAlias"], arn("lambda", "function:*")),
      allowed(["s3:PutObject"], "arn:aws:s3:::mine/*"),
    ]);
    limited = {
      ...settings,
      credentials: {
        accessKeyId: session.AWS_ACCESS_KEY_ID,
        secretAccessKey: session.AWS_SECRET_ACCESS_KEY,
        sessionToken: session.AWS_SESSION_TOKEN,
      },
    };
  });
  after(async () => {
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Name of the error that a call ends with, or `none`. */
  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => "none",
      (error: Error) => error.name.replace(/Exception$/, ""),
    );
  async function using<Client extends { destroy(): void }>(client: Client, work: (client: Client) => Promise<void>) {
    await work(client).finally(() => client.destroy());
  }

  it("is the table, topic or alias that it names, also where that is in another field than usual", async () => {
    await using(new DynamoDBClient(owner), async (dynamodb) => {
      for (const TableName of ["mine", "other"])
        await dynamodb.send(
          new CreateTableCommand({
            TableName,
            BillingMode: "PAY_PER_REQUEST",
            AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
            KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          }),
        );
    });
    await using(new DynamoDBClient(limited), async (dynamodb) => {
      const tags = (name: string) =>
        errorOf(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn("dynamodb", `table/${name}`) })));
      expect([await tags("mine"), await tags("other")]).to.deep.equal(["none", "AccessDenied"]);
    });
    await using(new SNSClient(owner), async (sns) => {
      for (const Name of ["mine", "other"]) await sns.send(new CreateTopicCommand({ Name }));
    });
    await using(new SNSClient(limited), async (sns) => {
      const tags = (name: string) =>
        errorOf(sns.send(new ListTagsForResourceCommand({ ResourceArn: arn("sns", name) })));
      expect([await tags("mine"), await tags("other")]).to.deep.equal(["none", "AuthorizationError"]);
    });
    let TargetKeyId = "";
    await using(new KMSClient(owner), async (kms) => {
      TargetKeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
    });
    await using(new KMSClient(limited), async (kms) => {
      const alias = (name: string) =>
        errorOf(kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId })));
      expect([await alias("mine"), await alias("other")]).to.deep.equal(["none", "AccessDenied"]);
    });
  });

  it("is the operation of Lambda that it is, not one like it", async () => {
    await using(new LambdaClient(limited), async (lambda) => {
      const [FunctionName, Name] = ["none", "live"];
      expect(await errorOf(lambda.send(new GetAliasCommand({ FunctionName, Name })))).to.equal("ResourceNotFound");
      expect(await errorOf(lambda.send(new ListAliasesCommand({ FunctionName })))).to.equal("AccessDenied");
    });
  });

  it("is an object under the key that it names: a bucket that takes no other takes this", async () => {
    const Bucket = "mine";
    await using(new S3Client({ ...owner, forcePathStyle: true }), async (s3) => {
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
      const Null = { "s3:x-amz-server-side-encryption-aws-kms-key-id": "true" };
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:PutObject",
            Resource: `arn:aws:s3:::mine/*`,
            Condition: { Null },
          },
        ],
      });
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    });
    await using(new S3Client({ ...limited, forcePathStyle: true }), async (s3) => {
      const put = (SSEKMSKeyId?: string) =>
        errorOf(
          s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a", ServerSideEncryption: "aws:kms", SSEKMSKeyId })),
        );
      expect([await put(KEY), await put()]).to.deep.equal(["none", "AccessDenied"]);
    });
  });
});
