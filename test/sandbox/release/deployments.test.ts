import { expect } from "chai";
import type { AwsRequest } from "../../../sandbox/gateway/aws-request";
import type { ServicesOptions } from "../../../sandbox/gateway/services-options";
import { Deployments } from "../../../sandbox/release/deployments";
import type { ReleaseCalls } from "../../../sandbox/release/release-run";

const options = { accountId: "000000000000", region: "us-east-1", ports: {} } as ServicesOptions;
const group = {
  deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce",
  alarmConfiguration: { enabled: true, alarms: [{ name: "errors" }] },
};
const content = JSON.stringify({
  Resources: [{ released: { Properties: { Name: "store", Alias: "live", CurrentVersion: "1", TargetVersion: "2" } } }],
  Hooks: [{ BeforeAllowTraffic: "before" }],
});
const named = { applicationName: "app", deploymentGroupName: "group" };

function request(action: string, input: object): AwsRequest {
  const headers = { "x-amz-target": `CodeDeploy_20141006.${action}` };
  const body = Buffer.from(JSON.stringify(input));
  return { method: "POST", target: "/", path: "/", host: "", service: "codedeploy", action, headers, body };
}

const answer = (value: object) => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(value)) });
const read = ({ body }: { body: Buffer }) => JSON.parse(body.toString()) as Record<string, any>;

describe("CodeDeploy in the sandbox", () => {
  let deployments: Deployments;
  let moves: string[];
  let watched: string[][];
  let hook: () => void;
  beforeEach(() => {
    moves = [];
    watched = [];
    const calls: ReleaseCalls = {
      moveAlias: (_alias, version) => Promise.resolve(void moves.push(version)),
      invoke: (_name, event) => {
        const id = (event as Record<string, string>)["LifecycleEventHookExecutionId"];
        return new Promise((resolve) => {
          hook = () => {
            const report = { deploymentId: "d-1", lifecycleEventHookExecutionId: id, status: "Succeeded" };
            expect(deployments.answer(request("PutLifecycleEventHookExecutionStatus", report))!.status).to.equal(200);
            resolve();
          };
        });
      },
      alarmsOn: (names) => Promise.resolve((watched.push(names), [])),
    };
    const ask = (asked: AwsRequest) => {
      expect(asked.headers["x-amz-target"]).to.equal("CodeDeploy_20141006.GetDeploymentGroup");
      return Promise.resolve(answer({ deploymentGroupInfo: group }));
    };
    deployments = new Deployments(options, ask, () => calls);
  });
  const create = () =>
    deployments.complete(
      request("CreateDeployment", { ...named, revision: { appSpecContent: { content } } }),
      answer({ deploymentId: "d-1" }),
    );
  const status = async () =>
    read(
      await deployments.complete(
        request("GetDeployment", { deploymentId: "d-1" }),
        answer({ deploymentInfo: { status: "Created" } }),
      ),
    )["deploymentInfo"].status as string;
  const underWay = () =>
    read(deployments.answer(request("ListDeployments", { ...named, includeOnlyStatuses: ["InProgress"] }))!)[
      "deployments"
    ];

  it("performs what moto has recorded, and tells how far it is", async () => {
    await create();
    await new Promise(setImmediate);
    expect(await status()).to.equal("InProgress");
    expect(underWay()).to.deep.equal(["d-1"]);
    expect(moves).to.deep.equal([]);
    hook();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await status()).to.equal("Succeeded");
    expect(underWay()).to.deep.equal([]);
    expect(moves).to.deep.equal(["2"]);
    expect(watched[0]).to.deep.equal(["errors"]);
  });

  it("keeps the updates of groups, which moto does not know", async () => {
    const alarmConfiguration = { enabled: true, alarms: [{ name: "other" }] };
    const update = { applicationName: "app", currentDeploymentGroupName: "group", alarmConfiguration };
    deployments.answer(request("UpdateDeploymentGroup", update));
    const got = await deployments.complete(
      request("GetDeploymentGroup", named),
      answer({ deploymentGroupInfo: group }),
    );
    expect(read(got)["deploymentGroupInfo"]).to.deep.equal({ ...group, alarmConfiguration });
    await create();
    await new Promise(setImmediate);
    expect(watched[0]).to.deep.equal(["other"]);
  });

  it("keeps the alarms that a group is made with, which moto forgets", async () => {
    const { alarmConfiguration } = group;
    await deployments.complete(request("CreateDeploymentGroup", { ...named, alarmConfiguration }), answer({}));
    const got = await deployments.complete(
      request("GetDeploymentGroup", named),
      answer({ deploymentGroupInfo: { ...group, alarmConfiguration: {} } }),
    );
    expect(read(got)["deploymentGroupInfo"]).to.deep.equal(group);
  });

  it("refuses the report of a hook nobody called, and leaves other services alone", () => {
    const report = { deploymentId: "d-9", lifecycleEventHookExecutionId: "x", status: "Succeeded" };
    expect(deployments.answer(request("PutLifecycleEventHookExecutionStatus", report))!.status).to.equal(400);
    expect(deployments.answer({ ...request("ListDeployments", {}), service: "amplify" })).to.equal(undefined);
  });
});
