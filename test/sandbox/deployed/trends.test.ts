import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import type { HashtagCount } from "../../../functions/trends/counts-of";
import { eventually, feed, outputs, token } from "../../support/sandbox";
import { clientSettings } from "./executions";
import { functionLog } from "./function-log";
import { invokeFunction } from "./invoke-function";

describe("trends", function () {
  this.timeout(60_000);
  let dynamodb: DynamoDBClient;
  let accessToken: string;
  const trends = () => outputs()["trends"] as Record<string, string>;

  before(async () => {
    dynamodb = new DynamoDBClient(clientSettings());
    accessToken = await token();
  });
  after(() => dynamodb.destroy());

  /** A hashtag of nobody else. */
  const newTag = () => `t${randomUUID().replaceAll("-", "")}`;
  const post = (text: string, at = new Date().toISOString()) => ({ id: `test-${randomUUID()}`, text, at });

  /** How often a hashtag was counted, by hour. */
  async function counts(hashtag: string): Promise<Record<string, number>> {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: trends()["table"],
        KeyConditionExpression: "hashtag = :hashtag",
        ExpressionAttributeValues: { ":hashtag": { S: hashtag } },
        ConsistentRead: true,
      }),
    );
    return Object.fromEntries(Items.map(({ hour, count }) => [hour!.S, Number(count!.N)]));
  }
  const counted = (hashtag: string) =>
    eventually(
      () => counts(hashtag),
      (found) => Object.keys(found).length > 0,
    );
  /** Records that the function has been through, whether they added anything or not. */
  const recordsCounted = async () =>
    (await functionLog(trends()["countFunction"]!))
      .map((line) => Number(/"RecordsCounted":(\d+)/.exec(line)?.[1] ?? 0))
      .reduce((sum, each) => sum + each, 0);
  const hourOf = (at: string) => at.slice(0, 13);

  async function get(path: string, headers: Record<string, string> = { authorization: `Bearer ${accessToken}` }) {
    const response = await fetch(`${trends()["url"]}${path}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const top = async () => JSON.parse((await get("/trends")).text).top as { hashtag: string; count: number }[];

  it("counts what was posted, by hashtag and hour, and no more where all of it is delivered again", async () => {
    const tag = newTag();
    const now = new Date().toISOString();
    const earlier = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const posts = [
      post(`#${tag} and #${tag.toUpperCase()}`, now),
      post(`again #${tag}, #${tag}é is another`, now),
      post(`#${tag}`, earlier),
    ];
    const expected = { [hourOf(now)]: 3, [hourOf(earlier)]: 1 };
    // One of them twice in one batch.
    await feed("trends", ...posts, posts[0]!);
    await eventually(
      () => counts(tag),
      (found) => Object.values(found).reduce((sum, each) => sum + each, 0) >= 4,
    );
    expect(await counts(tag)).to.deep.equal(expected);

    // As Kinesis delivers them again, where a batch failed after it was counted.
    const recordsBefore = await recordsCounted();
    await feed("trends", ...posts);
    await eventually(recordsCounted, (records) => records >= recordsBefore + posts.length);
    expect(await counts(tag)).to.deep.equal(expected);
    expect(await counts(`${tag}é`)).to.deep.equal({ [hourOf(now)]: 1 });
  });

  it("sets a record aside that is no post, and counts those behind it", async () => {
    const tag = newTag();
    const good = post(`#${tag}`);
    // With the same partition key, so in the same shard, before it.
    const poison = { id: good.id, text: 1, mark: tag };
    await feed("trends", poison, good);
    expect(await counted(tag)).to.deep.equal({ [hourOf(good.at)]: 1 });

    const sqs = new SQSClient({ ...clientSettings(), useQueueUrlAsEndpoint: false });
    const QueueUrl = trends()["failedQueue"];
    const bodyOf = (text?: string) => JSON.parse(text!) as { reason: string; data: string };
    const dataOf = (text?: string) => Buffer.from(bodyOf(text).data ?? "", "base64").toString();
    const found = await eventually(
      async () => {
        const asked = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 };
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
        return Messages.find(({ Body }) => dataOf(Body).includes(tag));
      },
      (message) => message !== undefined,
    );
    expect(bodyOf(found!.Body).reason).to.equal("InvalidPost");
    expect(JSON.parse(dataOf(found!.Body))).to.deep.equal(poison);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found!.ReceiptHandle }));
    sqs.destroy();
  });

  it("reports the hashtags used most, as JSON and as a page that loads nothing", async () => {
    const tag = newTag();
    // Above all that others have fed.
    const times = ((await top())[0]?.count ?? 0) + 1;
    await feed("trends", post(`#${tag} `.repeat(times)));
    await counted(tag);
    const [first, ...others] = await top();
    expect(first).to.deep.equal({ hashtag: tag, count: times });
    expect(others.length).to.be.at.most(9);

    const page = await get("/trends/chart");
    expect(page.status).to.equal(200);
    expect(page.headers.get("content-type")).to.equal("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).to.contain("default-src 'none'");
    expect(page.text).to.contain("<svg").and.contain(tag).and.contain(String(times));
    expect(page.text).not.to.match(/<script|src=|href="http/);
  });

  it("writes the counts to files, the same as often as it is asked, and as the report shows them", async () => {
    const s3 = new S3Client({ ...clientSettings(), forcePathStyle: true });
    const { exportBucket: Bucket, exportPrefix: prefix, exportManifest, exportFunction } = trends();
    const textOf = async (Key: string) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
    const manifest = JSON.parse(await textOf(exportManifest!)) as { fileLocations: { URIPrefixes: string[] }[] };
    expect(manifest.fileLocations).to.deep.equal([{ URIPrefixes: [`s3://${Bucket}/${prefix}`] }]);

    const tag = newTag();
    const now = new Date().toISOString();
    const lastWeek = new Date(Date.now() - 6 * 24 * 3_600_000).toISOString();
    await feed("trends", post(`#${tag} #${tag}`, now), post(`#${tag}`, lastWeek));
    await eventually(
      () => counts(tag),
      (found) => Object.keys(found).length === 2,
    );
    const run = async () => {
      const { error, payload } = await invokeFunction(exportFunction!, {});
      expect(error, JSON.stringify(payload)).to.equal(null);
      expect(payload.rows).to.be.at.least(2);
      const keys = [now, lastWeek].map((at) => `${prefix}${at.slice(0, 10)}.csv`);
      return (await Promise.all(keys.map(textOf))).join("");
    };
    const files = await run();
    const line = (at: string, count: number) => `\n${hourOf(at).replace("T", " ")}:00:00,"${tag}",${count}\n`;
    expect(files).to.contain(line(now, 2)).and.contain(line(lastWeek, 1));
    expect(await run()).to.equal(files);

    // The ten of the report are in the files with the same sums.
    const { from, top: ten } = JSON.parse((await get("/trends")).text) as { from: string; top: HashtagCount[] };
    const days = [...new Set([from.slice(0, 10), now.slice(0, 10)])];
    const exported = (await Promise.all(days.map((day) => textOf(`${prefix}${day}.csv`).catch(() => "")))).join("\n");
    const sums = new Map<string, number>();
    for (const [, day, hour, hashtag, count] of exported.matchAll(/^(\S+) (\d\d):00:00,"(.*)",(\d+)$/gm)) {
      if (`${day}T${hour}` < hourOf(from)) continue;
      sums.set(hashtag!, (sums.get(hashtag!) ?? 0) + Number(count));
    }
    for (const { hashtag, count } of ten) expect(sums.get(hashtag), hashtag).to.equal(count);
    s3.destroy();
  });

  it("refuses hours out of range, and callers without a token or the scope", async () => {
    for (const hours of ["0", "169", "1.5", "x"]) {
      const { status, text } = await get(`/trends?hours=${hours}`);
      expect(status, hours).to.equal(400);
      expect(JSON.parse(text).error.code).to.equal("InvalidQuery");
    }
    const reader = await token("--user", "trends-reader", "--scope", "students/read");
    for (const path of ["/trends", "/trends/chart"]) {
      expect((await get(path, {})).status).to.equal(401);
      expect((await get(path, { authorization: `Bearer ${reader}` })).status).to.equal(403);
    }
  });
});
