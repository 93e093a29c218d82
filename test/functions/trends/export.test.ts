import "../support/environment";
import { DynamoDBClient, QueryCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { handler } from "../../../functions/trends/export";
import lastMonth from "../../../functions/trends/export.events/last-month.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

type Item = Record<string, AttributeValue>;

const SCHEDULED = { source: "aws.events", "detail-type": "Scheduled Event", detail: {}, time: "2026-11-21T11:05:00Z" };

describe("exportTrends", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const s3 = useAwsMock(S3Client);
  let rows: [hour: string, hashtag: string, count: number][];
  let queried: string[];

  beforeEach(() => {
    rows = [];
    queried = [];
    s3().on(PutObjectCommand).resolves({});
    // Two items a page, so that every page has to be read.
    dynamodb()
      .on(QueryCommand)
      .callsFake((input: { ExpressionAttributeValues: Item; ExclusiveStartKey?: Item }) => {
        const hour = input.ExpressionAttributeValues[":hour"]!.S!;
        const start = Number(input.ExclusiveStartKey?.["at"]?.N ?? 0);
        if (start === 0) queried.push(hour);
        const ofHour = rows.filter(([of]) => of === hour);
        return {
          Items: ofHour
            .slice(start, start + 2)
            .map(([, hashtag, count]) => ({ hashtag: { S: hashtag }, count: { N: String(count) } })),
          ...(start + 2 < ofHour.length && { LastEvaluatedKey: { at: { N: String(start + 2) } } }),
        };
      });
  });

  const day = (back: number) => new Date(Date.now() - back * 24 * 3_600_000).toISOString().slice(0, 10);
  const run = async (event: unknown = SCHEDULED, remaining?: number) =>
    capturedOutput(() =>
      handler(event, lambdaContext(remaining)).then(
        (result) => result as object,
        (error: Error) => error,
      ),
    );
  const written = () =>
    Object.fromEntries(
      s3()
        .commandCalls(PutObjectCommand)
        .map(({ args: [{ input }] }) => [input.Key!, input.Body as string]),
    );

  it("writes a file a day with every count, by hour and then by hashtag", async () => {
    rows = [
      [`${day(0)}T00`, "zürich", 3],
      [`${day(0)}T00`, "日本", 1],
      [`${day(0)}T00`, "friends", 12],
      [`${day(1)}T23`, "sun", 2],
      [`${day(1)}T09`, "sun", 1],
      [`${day(7)}T00`, "old", 9],
    ];
    const { result, output } = await run();
    expect(result).to.deep.equal({ days: 3, rows: 6 });
    expect(written()).to.deep.equal({
      [`trends/counts/${day(7)}.csv`]: `hour,hashtag,count\n${day(7)} 00:00:00,"old",9\n`,
      [`trends/counts/${day(1)}.csv`]: `hour,hashtag,count\n${day(1)} 09:00:00,"sun",1\n${day(1)} 23:00:00,"sun",2\n`,
      [`trends/counts/${day(0)}.csv`]: `hour,hashtag,count\n${day(0)} 00:00:00,"friends",12\n${day(0)} 00:00:00,"zürich",3\n${day(0)} 00:00:00,"日本",1\n`,
    });
    for (const { args } of s3().commandCalls(PutObjectCommand))
      expect(args[0].input).to.include({ Bucket: "export-bucket", ContentType: "text/csv; charset=utf-8" });
    expect(output).to.contain('"RowsExported":6').and.not.contain("zürich");
  });

  it("reads each hour of the last eight days once, and no other", async () => {
    await run();
    const days = new Set(queried.map((hour) => hour.slice(0, 10)));
    expect(queried).to.have.length(8 * 24);
    expect(new Set(queried).size).to.equal(8 * 24);
    expect([...days].sort()).to.deep.equal(Array.from({ length: 8 }, (_, index) => day(7 - index)));
  });

  it("writes the same again where it is repeated, and newer counts over older ones", async () => {
    rows = [[`${day(0)}T05`, "sun", 1]];
    await run();
    const first = written();
    await run();
    expect(written()).to.deep.equal(first);
    rows = [[`${day(0)}T05`, "sun", 4]];
    await run();
    expect(written()[`trends/counts/${day(0)}.csv`]).to.contain('"sun",4');
  });

  it("writes a file of today where there are no counts, so that there is one to read", async () => {
    expect((await run()).result).to.deep.equal({ days: 1, rows: 0 });
    expect(written()).to.deep.equal({ [`trends/counts/${day(0)}.csv`]: "hour,hashtag,count\n" });
  });

  it("goes back further when it is told", async () => {
    rows = [[`${day(29)}T01`, "sun", 1]];
    expect((await run(lastMonth)).result).to.deep.equal({ days: 2, rows: 1 });
    expect(Object.keys(written())).to.deep.equal([`trends/counts/${day(29)}.csv`, `trends/counts/${day(0)}.csv`]);
  });

  it("keeps a field one field, whatever the table has", async () => {
    rows = [[`${day(0)}T01`, 'a",=1+1,"', 1]];
    await run();
    expect(written()[`trends/counts/${day(0)}.csv`]).to.contain(' 01:00:00,"a"",=1+1,""",1\n');
  });

  it("fails where it cannot read or write, so that Lambda tries again", async () => {
    dynamodb().on(QueryCommand).rejects(new Error("no table"));
    const unread = await run();
    expect((unread.result as Error).message).to.equal("no table");
    expect(unread.output).to.contain("not exported").and.contain('"Failures":1');
    expect(written()).to.deep.equal({});
    dynamodb().on(QueryCommand).resolves({ Items: [] });
    s3().on(PutObjectCommand).rejects(new Error("no bucket"));
    expect(((await run()).result as Error).message).to.equal("no bucket");
  });

  it("refuses a number of days that is none", async () => {
    for (const days of [0, 991, 1.5, "8", null]) {
      const { result } = await run({ days });
      expect((result as Error).message, String(days)).to.contain("days must be a whole number from 1 to 990");
    }
  });
});
