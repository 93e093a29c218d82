import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { AccountProviders, type AccountProvidersArgs } from "../../stacks/accounts";
import { record } from "../support/record";

const account: AccountProvidersArgs["account"] = { name: "dev", id: "111122223333", region: "eu-west-1", regions: [] };

describe("the providers of an account", () => {
  const providers = (more: Partial<typeof account> = {}) =>
    new AccountProviders({ account: { ...account, ...more }, stack: "dev", tags: { Owner: "platform" } });
  const inputsOf = async (program: () => void, name: string) =>
    (await record(program)).one("pulumi:providers:aws", name).inputs;

  it("refuse credentials of any other account, and tag what they make", async () => {
    const inputs = await inputsOf(() => void providers().regional, "dev-eu-west-1");
    expect(inputs).to.deep.include({
      region: "eu-west-1",
      skipCredentialsValidation: "false",
      allowedAccountIds: '["111122223333"]',
      defaultTags: '{"tags":{"Owner":"platform"}}',
    });
  });

  it("assume the account's role in the partition of the region", async () => {
    for (const [region, partition] of [
      ["eu-west-1", "aws"],
      ["cn-north-1", "aws-cn"],
      ["us-gov-west-1", "aws-us-gov"],
    ]) {
      const program = () => void providers({ region, deployRole: "Deployment" }).regional;
      const inputs = await inputsOf(program, `dev-${region}`);
      expect(JSON.parse(inputs["assumeRoles"] as string)).to.deep.equal([
        { roleArn: `arn:${partition}:iam::111122223333:role/Deployment`, sessionName: "platform-dev" },
      ]);
    }
  });

  it("are one per region, made on first use", async () => {
    const { all, result } = await record(() => {
      const made = providers();
      return [made.regional, made.in("eu-west-1"), made.usEast1, made.usEast1, made.in("us-east-1")];
    });
    expect(all.map(({ name }) => name)).to.deep.equal(["dev-eu-west-1", "dev-us-east-1"]);
    expect(new Set(result).size).to.equal(2);
  });

  it("are one and the same where the account's region is us-east-1", async () => {
    const { result } = await record(() => {
      const made = providers({ region: "us-east-1" });
      return made.regional === made.usEast1;
    });
    expect(result).to.equal(true);
  });

  it("reach the resources that use them", async () => {
    const { one } = await record(() => {
      new aws.sns.Topic("topic", {}, { provider: providers().usEast1 });
    });
    expect(one("aws:sns/topic:Topic").provider).to.match(/::dev-us-east-1::/);
  });
});
