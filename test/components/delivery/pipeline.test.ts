import { expect } from "chai";
import { Pipeline, type PipelineArgs, type PipelineStep } from "../../../components/delivery/pipeline";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { AlarmTopic } from "../../../components/observability/alarm-topic";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth, type Recorded } from "../../support/record";
import { matchesPattern } from "../../support/event-pattern";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "aws:iam/role:Role";
const DEPLOY_ROLE = "arn:aws:iam::222233334444:role/PlatformPipeline";

const step = (name: string, more: Partial<PipelineStep> = {}): PipelineStep => ({
  name,
  description: `Does ${name}.`,
  buildspec: `delivery/${name}.yml`,
  ...more,
});

const withDefaults = (args: Partial<PipelineArgs>): Omit<PipelineArgs, "key" | "topics"> => ({
  source: { repository: "acme/platform" },
  checks: [step("style"), step("unit", { reports: ["results"] })],
  environments: [
    { name: "test", deploy: step("deploy-test", { assumes: [DEPLOY_ROLE] }), verify: [step("verify-test")] },
    {
      name: "prod",
      deploy: step("deploy-prod"),
      approval: { addresses: ["owner@acme.io"], review: step("review-prod") },
    },
  ],
  ...args,
});

function make(args: Partial<PipelineArgs> = {}): Pipeline {
  const key = new Key("delivery-key", { description: "Tests" });
  const topic = (name: string) =>
    new AlarmTopic(name, { key, topicName: name, publishers: [{ service: "events.amazonaws.com" }] });
  return new Pipeline("delivery", {
    key,
    topics: { critical: topic("critical"), warning: topic("warning") },
    ...withDefaults(args),
  });
}

const structure = ({ one }: Recorded<unknown>) => one(PIPELINE).inputs as Record<string, any>;

describe("Pipeline", () => {
  it("goes from the source through checks, test and a decision to production", async () => {
    const [update, preview] = await recordBoth(() => make());
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const { stages, pipelineType, executionMode, artifactStores } = structure(update);
    expect(
      stages.map((stage: any) => [stage.name, ...stage.actions.map((a: any) => `${a.runOrder ?? 1} ${a.name}`)]),
    ).to.deep.equal([
      ["Source", "1 Source"],
      ["Checks", "1 style", "1 unit"],
      ["Deploy-test", "1 deploy-test", "2 verify-test"],
      ["Approve-prod", "1 review-prod", "2 approve-prod"],
      ["Deploy-prod", "1 deploy-prod"],
    ]);
    expect([pipelineType, executionMode]).to.deep.equal(["V2", "SUPERSEDED"]);
    expect(artifactStores[0].encryptionKey.type).to.equal("KMS");
  });

  it("clones through a connection, and is started by pushes to the branch alone", async () => {
    const recorded = await record(() => make({ source: { repository: "acme/platform", branch: "release" } }));
    const connection = recorded.one("aws:codestarconnections/connection:Connection");
    expect(connection.inputs).to.deep.equal({ name: "delivery", providerType: "GitHub" });
    const { stages, triggers } = structure(recorded);
    expect(stages[0].actions[0].configuration).to.deep.equal({
      ConnectionArn: "arn:aws:codestar-connections:eu-west-1:111122223333:connection/delivery-connection-id",
      FullRepositoryId: "acme/platform",
      BranchName: "release",
      OutputArtifactFormat: "CODEBUILD_CLONE_REF",
      DetectChanges: "false",
    });
    expect(triggers[0].gitConfiguration).to.deep.equal({
      sourceActionName: "Source",
      pushes: [{ branches: { includes: ["release"] } }],
    });
  });

  it("rolls a failed deployment back, unless told to stop, and neither source nor checks nor decision", async () => {
    const failures = (recorded: Recorded<unknown>) =>
      Object.fromEntries(structure(recorded)["stages"].map((stage: any) => [stage.name, stage.onFailure?.result]));
    expect(failures(await record(() => make()))).to.deep.equal({
      Source: undefined,
      Checks: undefined,
      "Deploy-test": "ROLLBACK",
      "Approve-prod": undefined,
      "Deploy-prod": "ROLLBACK",
    });
    const [test, prod] = withDefaults({}).environments;
    const stopping = await record(() => make({ environments: [{ ...test!, onFailure: "stop" }, prod!] }));
    expect(failures(stopping)["Deploy-test"]).to.equal(undefined);
  });

  it("asks by a mail of its own, with the difference, after the review", async () => {
    const recorded = await record(() => make());
    const [review, approve] = structure(recorded)["stages"][3].actions;
    expect(review.namespace).to.equal("Review-prod");
    expect(approve).to.deep.include({ category: "Approval", provider: "Manual", timeoutInMinutes: 10_080 });
    expect(approve.configuration.NotificationArn).to.match(/:delivery-approve-prod$/);
    expect(approve.configuration.CustomData).to.equal(
      "May #{Source.FullRepositoryName}, branch #{Source.BranchName}, commit #{Source.CommitId}, be deployed to prod? " +
        "Its checks passed, and so did its tests in test. What would change: #{Review-prod.SUMMARY} All of it: #{Review-prod.DETAILS}",
    );
    const subscription = recorded.one("aws:sns/topicSubscription:TopicSubscription");
    expect(subscription.inputs).to.include({ protocol: "email", endpoint: "owner@acme.io" });
  });

  it("lets the pipeline hand over, start its builds and ask, and do nothing that a build may", async () => {
    const { ofType } = await record(() => make());
    const own = ofType(POLICY).filter(({ inputs }) => inputs["role"] === "delivery-eu-west-1");
    const statements = own.flatMap(({ inputs }) => statementsOf(inputs["policy"]));
    expect(statements.map(({ Sid }) => Sid)).to.have.members([
      "HandOverArtifacts",
      "UseKeyThroughS3",
      "CloneSource",
      "RunBuilds",
      "PublishMessages",
      "UseKeyThroughSns",
    ]);
    const runs = statements.find(({ Sid }) => Sid === "RunBuilds")!;
    expect(runs.Resource).to.have.length(6);
    const clone = statements.find(({ Sid }) => Sid === "CloneSource")!;
    expect(clone.Condition).to.deep.equal({
      StringEqualsIfExists: { "codestar-connections:FullRepositoryId": "acme/platform" },
    });
  });

  it("gives each build a role of its own, with the rights of its step alone", async () => {
    const { ofType } = await record(() => make());
    for (const { name, inputs } of ofType(POLICY))
      // What tells of a build is looked at with the build; AWS's reference gives CreateLogStream the group, and asks for streams.
      if (!name.endsWith("-tell")) await expectLeastPrivilege(inputs["policy"]);
    const projects = ofType("aws:codebuild/project:Project");
    expect(new Set(projects.map(({ inputs }) => inputs["serviceRole"]))).to.have.length(projects.length);
    const assuming = ofType(POLICY).filter(({ inputs }) => (inputs["policy"] as string).includes("sts:AssumeRole"));
    expect(assuming.map(({ name }) => name)).to.deep.equal(["delivery-deploy-test-assume-roles"]);
    expect(statementsOf(assuming[0]!.inputs["policy"])[0]!.Resource).to.equal(DEPLOY_ROLE);
    for (const role of ofType(ROLE)) {
      const [trust] = statementsOf(role.inputs["assumeRolePolicy"]);
      expect(trust!.Condition, role.name).to.deep.equal({ StringEquals: { "aws:SourceAccount": "111122223333" } });
    }
  });

  it("admits both names of the service with a connection that somebody else made, and makes none", async () => {
    const connectionArn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b";
    const { ofType } = await record(() => make({ source: { repository: "acme/platform", connectionArn } }));
    expect(ofType("aws:codestarconnections/connection:Connection")).to.have.length(0);
    const own = ofType(POLICY).find(({ name }) => name === "delivery-run-stages")!;
    const actions = statementsOf(own.inputs["policy"]).flatMap(({ Action }) => Action);
    expect(actions).to.include.members(["codestar-connections:UseConnection", "codeconnections:UseConnection"]);
  });

  it("mails a failed deployment to production to those who are woken, and everything else to the others", async () => {
    const { ofType } = await record(() => make());
    const rules = ofType("aws:cloudwatch/eventRule:EventRule").map(({ name, inputs }) => ({
      name,
      pattern: JSON.parse(inputs["eventPattern"] as string) as Record<string, unknown>,
    }));
    const event = (stage: string, state = "FAILED", pipeline = "delivery") => ({
      source: "aws.codepipeline",
      "detail-type": "CodePipeline Stage Execution State Change",
      detail: { pipeline, stage, state, "execution-id": "e1" },
    });
    const told = (given: ReturnType<typeof event>) =>
      rules.filter(({ pattern }) => matchesPattern(pattern, given)).map(({ name }) => name);
    expect(told(event("Deploy-prod"))).to.deep.equal(["delivery-mails-deployment-failed"]);
    for (const stage of ["Source", "Checks", "Deploy-test", "Approve-prod"])
      expect(told(event(stage)), stage).to.deep.equal(["delivery-mails-stage-failed"]);
    expect(told(event("Checks", "SUCCEEDED"))).to.deep.equal([]);
    expect(told(event("Checks", "FAILED", "another"))).to.deep.equal([]);
    const [mail] = ofType("aws:cloudwatch/eventTarget:EventTarget");
    expect((mail!.inputs["inputTransformer"] as any).inputTemplate).to.include("docs/systems/delivery.md#");
  });

  it("is watched by metrics that AWS publishes", async () => {
    const { result } = await record(() => make());
    const alarms = result.parts.flatMap((part) => part.alarms.map((alarm) => ({ part: part.component, ...alarm })));
    for (const alarm of alarms) expect(metricProblem(alarm.metric), alarm.name).to.equal(undefined);
    expect(alarms.map(({ part, name }) => `${part} ${name}`)).to.include.members([
      "delivery failed",
      "delivery-deploy-test slow",
      "delivery-mails failures",
    ]);
    for (const part of result.parts)
      for (const widget of part.widgets)
        for (const metric of widget.metrics) expect(metricProblem(metric)).to.equal(undefined);
  });

  const [test, prod] = withDefaults({}).environments;
  for (const [what, args, text] of [
    ["no check", { checks: [] }, "nothing is tested before it is deployed"],
    ["no environment", { environments: [] }, "give at least one"],
    ["production that nobody decides about", { environments: [test!] }, "say who decides about test"],
    ["an environment twice", { environments: [prod!, prod!] }, "name each environment once"],
    ["two steps of one name", { checks: [step("style"), step("style")] }, "a name of its own"],
    ["a repository without an owner", { source: { repository: "platform" } }, "OWNER/REPOSITORY"],
    ["a branch with a wildcard", { source: { repository: "a/b", branch: "release/*" } }, "the name of one branch"],
    [
      "a host of one's own without a connection",
      { source: { repository: "a/b", provider: "GitLabSelfManaged" } },
      "by hand",
    ],
    ["executions at once", { executionMode: "PARALLEL" as never }, '"SUPERSEDED", "QUEUED"'],
    [
      "an approval that nobody is asked for",
      { environments: [{ ...prod!, approval: { ...prod!.approval!, addresses: [] } }] },
      "at least one e-mail address",
    ],
    [
      "a wait of a minute",
      { environments: [{ ...prod!, approval: { ...prod!.approval!, timeoutMinutes: 1 } }] },
      "from 5 to 86400",
    ],
  ] as [string, Partial<PipelineArgs>, string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});
