import { expect } from "chai";
import type { AwsRequest } from "../../../sandbox/gateway/aws-request";
import { destinationOf } from "../../../sandbox/gateway/destination";

const request = (change: Partial<AwsRequest>): AwsRequest => ({
  method: "POST",
  target: "/",
  path: "/",
  host: "127.0.0.1:4566",
  headers: {},
  body: Buffer.alloc(0),
  ...change,
});

describe("destinationOf", () => {
  for (const [name, change, expected] of [
    ["the data plane", { service: "dynamodb" }, { to: "ministack" }],
    ["an unsigned request", {}, { to: "ministack" }],
    ["a service of moto's", { service: "guardduty" }, { to: "moto" }],
    ["a call of moto's", { service: "ec2", action: "GetEbsEncryptionByDefault" }, { to: "moto" }],
    ["another call of the same service", { service: "ec2", action: "DescribeVpcs" }, { to: "ministack" }],
    ["a VPC link", { service: "apigateway", path: "/vpclinks/x" }, { to: "moto" }],
    ["a distribution by its name", { host: "d1.cloudfront.net" }, { to: "ministack" }],
    ["a bucket by its host", { host: "data.localhost:4566" }, { to: "ministack" }],
    [
      "the account's public access block",
      { host: "111122223333.s3-control.sandbox", path: "/v20180820/configuration/publicAccessBlock" },
      { to: "moto", host: "111122223333.s3-control.us-east-1.amazonaws.com" },
    ],
    ["a bucket's tags", { host: "111122223333.s3-control.sandbox", path: "/v20180820/tags/x" }, { to: "ministack" }],
  ] as const) {
    it(`sends ${name} to ${expected.to}`, () => expect(destinationOf(request(change))).to.deep.equal(expected));
  }

  for (const host of [
    "dynamodb.eu-west-1.amazonaws.com",
    "169.254.169.254",
    "localhost.example.org",
    "127.0.0.1.example.org",
  ]) {
    it(`refuses ${host}`, () =>
      expect(destinationOf(request({ host })))
        .to.have.property("refused")
        .that.contains(host));
  }
});
