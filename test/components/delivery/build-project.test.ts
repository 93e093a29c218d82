import { expect } from "chai";
import { BuildProject, type BuildProjectArgs } from "../../../components/delivery/build-project";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { errorOf, record } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

const make = (args: Partial<BuildProjectArgs> = {}) =>
  new BuildProject("style", {
    key: new Key("key", { description: "Tests" }),
    description: "Lint and format.",
    buildspec: "delivery/style.yml",
    ...args,
  });

const PROJECT = "aws:codebuild/project:Project";

describe("BuildProject", () => {
  it("is unprivileged, encrypted, logged, timed, and keeps nothing for the next build", async () => {
    const { one } = await record(() => make());
    const logs = one("aws:cloudwatch/logGroup:LogGroup");
    expect(logs.inputs).to.include({ name: "/aws/codebuild/style", retentionInDays: 30 });
    expect(logs.inputs["kmsKeyId"]).to.match(/^arn:aws:kms:/);
    const { serviceRole, encryptionKey, ...project } = one(PROJECT).inputs as Record<string, any>;
    expect(serviceRole).to.match(/role\/style-eu-west-1$/);
    expect(encryptionKey).to.equal(logs.inputs["kmsKeyId"]);
    expect(project).to.deep.equal({
      name: "style",
      description: "Lint and format.",
      buildTimeout: 30,
      queuedTimeout: 60,
      cache: { type: "NO_CACHE" },
      artifacts: { type: "CODEPIPELINE" },
      source: { type: "CODEPIPELINE", buildspec: "delivery/style.yml" },
      logsConfig: {
        cloudwatchLogs: { status: "ENABLED", groupName: "/aws/codebuild/style" },
        s3Logs: { status: "DISABLED" },
      },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_MEDIUM",
        image: "aws/codebuild/standard:8.0",
        imagePullCredentialsType: "CODEBUILD",
        environmentVariables: [],
        privilegedMode: false,
      },
    });
  });

  it("cannot be made privileged, nor given another role or other logs, by an override", async () => {
    const environment = { type: "LINUX_CONTAINER", computeType: "X", image: "own", privilegedMode: true };
    const overrides = { project: { environment, serviceRole: "other", badgeEnabled: false } };
    const { one } = await record(() => make({ overrides }));
    const { inputs } = one(PROJECT);
    expect(inputs["environment"]).to.include({ privilegedMode: false, image: "own" });
    expect(inputs["serviceRole"]).to.match(/style/);
  });

  it("writes to its own logs and reports and does nothing else", async () => {
    const { one } = await record(() => make({ reports: ["results"] }));
    const group = one("aws:codebuild/reportGroup:ReportGroup");
    expect(group.inputs).to.deep.equal({
      name: "style-results",
      type: "TEST",
      deleteReports: false,
      exportConfig: { type: "NO_EXPORT" },
    });
    const statements = statementsOf(one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    expect(statements.map(({ Sid, Action }) => [Sid, Action])).to.deep.equal([
      ["WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"]],
      ["WriteReports", ["codebuild:CreateReport", "codebuild:UpdateReport", "codebuild:BatchPutTestCases"]],
    ]);
    expect(statements[0]!.Resource).to.match(/log-group.*:log-stream:\*$/);
    expect(statements[1]!.Resource).to.equal("arn:aws:codebuild:eu-west-1:111122223333:report-group/style-results");
  });

  it("warns before a build is stopped", async () => {
    const { result } = await record(() => make({ timeoutMinutes: 100 }));
    const [slow] = result.monitoring.alarms;
    expect(slow).to.include({ name: "slow", threshold: 4800 });
  });

  for (const [what, args, text] of [
    ["a buildspec elsewhere", { buildspec: "/etc/build.yml" }, "a path in the source"],
    ["a build without an end", { timeoutMinutes: 481 }, "from 5 to 480"],
    ["a secret in a variable", { variables: { API_TOKEN: "x" } }, "keep it in Secrets Manager"],
    ["a variable in small letters", { variables: { stack: "x" } }, "capitals"],
    ["logs for ever", { logRetentionDays: 0 }, "use one of 1, 3"],
    ["a name with blanks", { projectName: "a b" }, "2 to 150 letters"],
  ] as [string, Partial<BuildProjectArgs>, string][])
    it(`refuses ${what}`, async () => {
      const error = await errorOf(() => make(args));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.include(text);
    });
});
