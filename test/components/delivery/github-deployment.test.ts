import { expect } from "chai";
import { GitHubDeployment, type GitHubDeploymentArgs } from "../../../components/delivery/github-deployment";
import {
  documentLength,
  LONGEST_DOCUMENT,
  policyDocuments,
  type DeployStatement,
} from "../../../components/delivery/policy-documents";
import { InputError } from "../../../components/input-error";
import deployPolicy from "../../../policies/deploy-policy.json";
import { errorOf, record, recordBoth } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const statements = deployPolicy.statements as DeployStatement[];

const make = (args: Partial<GitHubDeploymentArgs> = {}) =>
  new GitHubDeployment("github", {
    repository: "acme/platform",
    environments: ["prod"],
    deployRoleName: "PlatformDeployment",
    planRoleName: "PlatformPlan",
    guardrailPrefix: "Platform",
    statements,
    region: "eu-west-1",
    ...args,
  });

const ROLE = "aws:iam/role:Role";
const HOST = "token.actions.githubusercontent.com";

describe("GitHubDeployment", () => {
  it("lets jobs of the named environment deploy, and nobody else", async () => {
    const [update, preview] = await recordBoth(() => make());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const provider = update.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    expect(provider.inputs).to.deep.equal({ url: `https://${HOST}`, clientIdLists: ["sts.amazonaws.com"] });
    const [trust] = statementsOf(update.one(ROLE, "github-deploy-role").inputs["assumeRolePolicy"]);
    expect(trust!.Condition).to.deep.equal({
      StringEquals: {
        [`${HOST}:aud`]: "sts.amazonaws.com",
        [`${HOST}:sub`]: ["repo:acme/platform:environment:prod"],
      },
    });
  });

  it("lets branches and pull requests of the repository look, without reading data", async () => {
    const { one, ofType } = await record(() => make());
    const [trust] = statementsOf(one(ROLE, "github-plan-role").inputs["assumeRolePolicy"]);
    expect(trust!.Condition).to.deep.equal({
      StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${HOST}:sub`]: ["repo:acme/platform:pull_request", "repo:acme/platform:ref:refs/heads/*"] },
    });
    const attached = ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs["role"] === "PlatformPlan")
      .map(({ inputs }) => inputs["policyArn"]);
    expect(attached).to.deep.equal([
      "arn:aws:iam::aws:policy/SecurityAudit",
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
    ]);
  });

  const review = {
    roleName: "PlatformReview",
    environments: ["prod-review"],
    assumes: ["arn:aws:iam::444455556666:role/platform-state-prod"],
  };

  it("lets jobs of another environment preview: look without reading data, and take the roles that are named", async () => {
    const [update, preview] = await recordBoth(() => make({ review }));
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const { one, ofType } = update;
    const trust = statementsOf(one(ROLE, "github-review-role").inputs["assumeRolePolicy"]);
    expect(trust).to.have.length(1);
    expect(trust[0]!.Condition).to.deep.equal({
      StringEquals: {
        [`${HOST}:aud`]: "sts.amazonaws.com",
        [`${HOST}:sub`]: ["repo:acme/platform:environment:prod-review"],
      },
    });
    const attached = ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs["role"] === "PlatformReview")
      .map(({ inputs }) => inputs["policyArn"]);
    expect(attached).to.deep.equal([
      "arn:aws:iam::aws:policy/SecurityAudit",
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
    ]);
    const { role, policy } = one("aws:iam/rolePolicy:RolePolicy", "github-review-assume").inputs;
    expect(role).to.equal("PlatformReview");
    expect(statementsOf(policy)).to.deep.equal([
      { Sid: "AssumeRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: review.assumes },
    ]);
    // What pull requests get stays without the state.
    const plan = statementsOf(one(ROLE, "github-plan-role").inputs["assumeRolePolicy"]);
    expect(JSON.stringify(plan)).not.to.contain("environment");
    expect(ofType("aws:iam/rolePolicy:RolePolicy")).to.have.length(1);
  });

  it("makes no role for previews where nobody asks for one", async () => {
    const { ofType } = await record(() => make());
    expect(ofType(ROLE).map(({ name }) => name)).to.deep.equal(["github-plan-role", "github-deploy-role"]);
  });

  it("gives the published policy, split, after the denials that nothing overrules", async () => {
    const { ofType } = await record(() => make());
    const documents = ofType("aws:iam/policy:Policy").map(({ inputs }) => inputs["policy"] as string);
    for (const document of documents) {
      expect(document.replace(/\s/g, "").length).to.be.at.most(LONGEST_DOCUMENT);
      expect(document).to.not.include("${");
    }
    const given = documents.flatMap((document) => statementsOf(document));
    const denials = given.filter(({ Effect }) => Effect === "Deny").map(({ Sid }) => Sid);
    expect(denials).to.deep.equal(["DenyGuardrails", "DenyCredentials", "DenyBlinding"]);
    expect(given.filter(({ Effect }) => Effect === "Allow").map(({ Sid }) => Sid)).to.deep.equal(
      statements.map(({ Sid }) => Sid),
    );
    expect(given[0]!.Resource).to.include("arn:aws:iam::111122223333:role/Platform*");
    expect(ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.have.length(documents.length + 2);
  });

  it("denies making a role without the boundary of roles, and taking it from one", async () => {
    const { ofType } = await record(() => make({ rolesBoundary: "PlatformWorkloadBoundary" }));
    const [first] = ofType("aws:iam/policy:Policy").map(({ inputs }) => statementsOf(inputs["policy"]));
    expect(first!.slice(2, 4)).to.deep.equal([
      {
        Sid: "DenyUnboundedRoles",
        Effect: "Deny",
        Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
        Resource: "*",
        Condition: {
          StringNotEquals: {
            "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/PlatformWorkloadBoundary",
          },
        },
      },
      { Sid: "DenyUnbounding", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: "*" },
    ]);
  });

  it("binds the deploying role, and not the looking one, by a boundary", async () => {
    const boundary = "arn:aws:iam::111122223333:policy/PlatformBoundary";
    const { one } = await record(() => make({ permissionsBoundary: boundary }));
    expect(one(ROLE, "github-deploy-role").inputs["permissionsBoundary"]).to.equal(boundary);
    expect(one(ROLE, "github-plan-role").inputs).to.not.have.property("permissionsBoundary");
  });

  for (const [what, args, text] of [
    ["a repository without an owner", { repository: "platform" }, "OWNER/REPOSITORY"],
    ["a wildcard for a repository", { repository: "acme/*" }, "OWNER/REPOSITORY"],
    ["a wildcard for an environment", { environments: ["*"] }, "without wildcards"],
    ["no environment", { environments: [] }, "name the GitHub environments"],
    ["a role that deployments could change", { deployRoleName: "Deployment" }, "start it with Platform"],
    [
      "a preview in an environment that deploys",
      { review: { ...review, environments: ["prod"] } },
      "that does not deploy",
    ],
    ["a preview in any environment", { review: { ...review, environments: ["*"] } }, "without wildcards"],
    ["a preview in none", { review: { ...review, environments: [] } }, "name the GitHub environments that preview"],
    ["a preview without the state", { review: { ...review, assumes: [] } }, "name the role of the state"],
    ["a preview by a role of any name", { review: { ...review, roleName: "Review" } }, "start it with Platform"],
    ["a session of a minute", { sessionSeconds: 60 }, "sessionSeconds"],
  ] as [string, Partial<GitHubDeploymentArgs>, string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});

describe("policyDocuments", () => {
  const statement = (length: number): DeployStatement => ({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "x".repeat(length),
  });
  const split = (given: DeployStatement[]) => policyDocuments("platform:test:Test", "test", given);

  it("keeps the order and fills each document", () => {
    const given = [statement(3000), statement(3100), statement(100), statement(6000)];
    const documents = split(given);
    expect(documents.flat()).to.deep.equal(given);
    expect(documents.map((each) => each.length)).to.deep.equal([1, 2, 1]);
    for (const each of documents) expect(documentLength(each)).to.be.at.most(LONGEST_DOCUMENT);
  });

  it("counts what account and region become", () => {
    const of = (Resource: string) => documentLength([{ Effect: "Allow", Action: "a:B", Resource }]);
    expect(of("${account}")).to.equal(of("0".repeat(12)));
    expect(of("${partition}")).to.equal(of("aws-us-gov"));
  });

  it("refuses nothing, too much in one, and too many", () => {
    expect(() => split([])).to.throw("give at least one");
    expect(() => split([statement(6200)])).to.throw("use at most 6144");
    expect(() => split(Array.from({ length: 11 }, () => statement(6000)))).to.throw("fit them into 10");
  });
});
