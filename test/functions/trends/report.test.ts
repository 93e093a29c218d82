import "../support/environment";
import { DynamoDBClient, QueryCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { expect } from "chai";
import { chartPage } from "../../../functions/trends/chart";
import { handler } from "../../../functions/trends/report";
import chart from "../../../functions/trends/report.events/chart.json";
import top from "../../../functions/trends/report.events/top.json";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

type Item = Record<string, AttributeValue>;

describe("trendsReport", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  let rows: [hour: string, hashtag: string, count: number][];

  beforeEach(() => {
    rows = [];
    // Two items a page, so that every page has to be read.
    dynamodb()
      .on(QueryCommand)
      .callsFake((input: { ExpressionAttributeValues: Item; ExclusiveStartKey?: Item; IndexName: string }) => {
        expect(input.IndexName).to.equal("by-hour");
        const ofHour = rows.filter(([hour]) => hour === input.ExpressionAttributeValues[":hour"]!.S);
        const start = Number(input.ExclusiveStartKey?.["at"]?.N ?? 0);
        return {
          Items: ofHour
            .slice(start, start + 2)
            .map(([, hashtag, count]) => ({ hashtag: { S: hashtag }, count: { N: String(count) } })),
          ...(start + 2 < ofHour.length && { LastEvaluatedKey: { at: { N: String(start + 2) } } }),
        };
      });
  });

  const hour = (back: number) => new Date(Date.now() - back * 3_600_000).toISOString().slice(0, 13);
  const call = async (event: object) => {
    const { result } = await capturedOutput(() => handler(event as unknown as APIGatewayProxyEvent, lambdaContext()));
    return result;
  };
  const json = async (query: Record<string, string> | null) =>
    JSON.parse((await call({ ...top, queryStringParameters: query })).body) as any;

  it("has the ten used most over all hours, not those of each hour", async () => {
    for (let index = 0; index < 12; index++)
      rows.push([hour(index), `only${index}`, 20 + index], [hour(index), "all", 5]);
    const { top: found } = await json(null);
    expect(found).to.have.length(10);
    expect(found[0]).to.deep.equal({ hashtag: "all", count: 60 });
    expect(found[1]).to.deep.equal({ hashtag: "only11", count: 31 });
  });

  it("may be read, with the request's ids, by the pages that the environment names, and by no other", async () => {
    const asked = (headers: object, query: Record<string, string> | null = null) =>
      call({ ...top, headers, queryStringParameters: query });
    for (const query of [null, { hours: "none" }]) {
      for (const name of ["Origin", "origin"]) {
        const { headers } = await asked({ [name]: "https://pages.example.org" }, query);
        expect(headers).to.include({
          "access-control-allow-origin": "https://pages.example.org",
          "access-control-expose-headers": "x-amzn-RequestId,x-amz-apigw-id",
          vary: "Origin",
        });
      }
    }
    for (const given of [
      {},
      { origin: "https://evil.example.org" },
      { origin: "https://pages.example.org.evil.com" },
    ]) {
      const { headers } = await asked(given);
      expect(headers).to.include({ vary: "Origin" }).and.to.not.have.property("access-control-allow-origin");
    }
    expect((await call({ ...top, headers: null })).headers).to.not.have.property("access-control-allow-origin");
  });

  it("looks back as far as it is told, the running hour included", async () => {
    rows = [
      [hour(0), "now", 1],
      [hour(1), "before", 2],
      [hour(25), "yesterday", 9],
    ];
    expect((await json({ hours: "1" })).top).to.deep.equal([{ hashtag: "now", count: 1 }]);
    expect((await json(null)).top.map(({ hashtag }: { hashtag: string }) => hashtag)).to.deep.equal(["before", "now"]);
    const { from, to, top: found } = await json({ hours: "48" });
    expect(found[0].hashtag).to.equal("yesterday");
    expect(Date.parse(to) - Date.parse(from)).to.equal(48 * 3_600_000);
  });

  it("refuses what is no number of hours", async () => {
    for (const hours of ["0", "169", "x", "1.5", ""]) {
      const { statusCode, body } = await call({ ...top, queryStringParameters: { hours } });
      expect(statusCode, hours).to.equal(400);
      expect(JSON.parse(body).error).to.deep.equal({
        code: "InvalidQuery",
        message: "hours must be a whole number from 1 to 168",
        requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      });
    }
  });

  it("is a page that loads nothing and runs nothing", async () => {
    rows = [[hour(0), "zürich", 3]];
    const { statusCode, headers, body } = await call(chart);
    expect(statusCode).to.equal(200);
    expect(headers).to.include({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    });
    expect(body)
      .to.match(/^<!doctype html>/)
      .and.contain("#zürich: 3");
    expect(body).not.to.match(/<script|src=|href=|url\(/);
  });

  it("answers a plain 500 where the table fails", async () => {
    dynamodb().on(QueryCommand).rejects(new Error("secret reason"));
    const { statusCode, body } = await call(top);
    expect(statusCode).to.equal(500);
    expect(body).to.contain("InternalError").and.not.contain("secret");
  });
});

describe("chartPage", () => {
  const page = (hashtags: [string, number][]) =>
    chartPage({ from: "a", to: "b", top: hashtags.map(([hashtag, count]) => ({ hashtag, count })) });

  it("draws bars in proportion", () => {
    const widths = [
      ...page([
        ["a", 100],
        ["b", 50],
        ["c", 0],
      ]).matchAll(/<rect x="\d+" y="\d+" width="(\d+)"/g),
    ];
    expect(widths.map(([, width]) => Number(width))).to.deep.equal([410, 205, 2]);
  });

  it("says so where there is nothing", () => {
    expect(page([])).to.contain("No hashtags in this time");
  });

  it("escapes whatever a hashtag could hold", () => {
    expect(page([[`<img onerror="x">&'`, 1]])).not.to.match(/<img|onerror="/);
  });
});
