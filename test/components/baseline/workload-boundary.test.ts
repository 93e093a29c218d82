import { expect } from "chai";
import { WorkloadBoundary } from "../../../components/baseline/workload-boundary";
import { InputError } from "../../../components/input-error";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import { errorOf, recordBoth } from "../../support/record";

const allowed: DeployStatement = {
  Sid: "Sqs",
  Effect: "Allow",
  Action: ["sqs:SendMessage"],
  Resource: ["arn:${partition}:sqs:${region}:${account}:*"],
};

describe("WorkloadBoundary", () => {
  it("allows what it is given, in its account, and never identities, the organisation or guardrails", async () => {
    const make = () => new WorkloadBoundary("boundary", { statements: [allowed], region: "eu-west-1" });
    const [update, preview] = await recordBoth(make);
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const { inputs } = update.one("aws:iam/policy:Policy");
    expect(inputs["name"]).to.equal("PlatformWorkloadBoundary");
    expect(JSON.parse(inputs["policy"] as string)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        { ...allowed, Resource: ["arn:aws:sqs:eu-west-1:111122223333:*"] },
        {
          Sid: "DenyIdentities",
          Effect: "Deny",
          Action: ["account:*", "iam:*", "organizations:*"],
          Resource: "*",
        },
      ],
    });
  });

  it("refuses more than one policy holds, since a role has one boundary", async () => {
    const statements = [{ ...allowed, Resource: "x".repeat(6000) }];
    const error = await errorOf(() => new WorkloadBoundary("boundary", { statements, region: "eu-west-1" }));
    expect(error).to.be.instanceOf(InputError);
    expect(error.message).to.include("use at most 6144");
  });
});
