import { expect } from "chai";
import { LogDelivery, type LogDeliveryArgs } from "../../../components/observability/log-delivery";
import { record } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

describe("LogDelivery", () => {
  const made = async (args?: LogDeliveryArgs) => {
    const { one } = await record(() => new LogDelivery("log-delivery", args));
    return one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs;
  };

  it("lets the log service write the groups that services deliver to, and no other", async () => {
    const { policyName, policyDocument } = await made();
    expect(policyName).to.equal("log-delivery");
    expect(statementsOf(policyDocument)).to.deep.equal([
      {
        Sid: "WriteDeliveredLogs",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-*:log-stream:*",
          "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vendedlogs/*:log-stream:*",
        ],
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*" },
        },
      },
    ]);
  });

  it("keeps to the groups that it is given", async () => {
    const group = "arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-api";
    const { policyName, policyDocument } = await made({ logGroupArns: [group], policyName: "api" });
    expect(policyName).to.equal("api");
    expect(statementsOf(policyDocument)[0]!.Resource).to.deep.equal([`${group}:log-stream:*`]);
  });
});
