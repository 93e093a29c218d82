import { expect } from "chai";
import { PipelineDeployment, type PipelineDeploymentArgs } from "../../../components/delivery/pipeline-deployment";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import { InputError } from "../../../components/input-error";
import deployPolicy from "../../../policies/deploy-policy.json";
import { errorOf, record } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const STATE = "arn:aws:iam::444455556666:role/platform-state-prod";

const make = (args: Partial<PipelineDeploymentArgs> = {}) =>
  new PipelineDeployment("pipeline", {
    pipelineAccount: "222233334444",
    deployer: "delivery-deploy-prod-eu-west-1",
    readers: ["delivery-review-prod-eu-west-1"],
    deployRoleName: "PlatformPipeline",
    planRoleName: "PlatformPipelinePlan",
    guardrailPrefix: "Platform",
    statements: deployPolicy.statements as DeployStatement[],
    region: "eu-west-1",
    assumes: [STATE],
    ...args,
  });

const ROLE = "aws:iam/role:Role";

describe("PipelineDeployment", () => {
  it("lets one role of the pipeline's account deploy, and others look", async () => {
    const { one } = await record(() => make());
    const trust = (role: string) => statementsOf(one(ROLE, role).inputs["assumeRolePolicy"]);
    const root = "arn:aws:iam::222233334444";
    const statement = (caller: string) => ({
      Effect: "Allow",
      Principal: { AWS: `${root}:root` },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": [`${root}:role/${caller}`] } },
    });
    expect(trust("pipeline-deploy-role")).to.deep.equal([statement("delivery-deploy-prod-eu-west-1")]);
    expect(trust("pipeline-plan-role")).to.deep.equal([statement("delivery-review-prod-eu-west-1")]);
  });

  it("gives the published policy to the one, AWS's reading lists to the other, and the state's role to both", async () => {
    const { ofType } = await record(() => make());
    const attached = (role: string) =>
      ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ inputs }) => inputs["role"] === role)
        .map(({ inputs }) => inputs["policyArn"] as string);
    expect(attached("PlatformPipelinePlan")).to.deep.equal([
      "arn:aws:iam::aws:policy/SecurityAudit",
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
    ]);
    const documents = ofType("aws:iam/policy:Policy");
    expect(attached("PlatformPipeline")).to.have.length(documents.length);
    const sids = documents.flatMap(({ inputs }) => statementsOf(inputs["policy"])).map(({ Sid }) => Sid);
    expect(sids.slice(0, 3)).to.deep.equal(["DenyGuardrails", "DenyCredentials", "DenyBlinding"]);
    expect(sids.slice(3)).to.deep.equal(deployPolicy.statements.map(({ Sid }) => Sid));
    const assume = ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => statementsOf(inputs["policy"])[0]!);
    expect(assume.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      ["sts:AssumeRole", [STATE]],
      ["sts:AssumeRole", [STATE]],
    ]);
  });

  it("binds the deploying role by a boundary, and the other not", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/PlatformBoundary";
    const { one } = await record(() => make({ permissionsBoundary }));
    expect(one(ROLE, "pipeline-deploy-role").inputs).to.include({ permissionsBoundary });
    expect(one(ROLE, "pipeline-plan-role").inputs).not.to.have.property("permissionsBoundary");
  });

  for (const [what, args, text] of [
    ["an account that is none", { pipelineAccount: "prod" }, "12 digits"],
    ["every role of the account", { deployer: "*" }, "without path or wildcard"],
    ["nobody who previews", { readers: [] }, "name the roles that preview"],
    ["a role that deployments could change", { deployRoleName: "Deploy" }, "start it with Platform"],
  ] as [string, Partial<PipelineDeploymentArgs>, string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});
