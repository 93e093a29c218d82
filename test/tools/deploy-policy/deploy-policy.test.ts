import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { boundaryDenials } from "../../../components/baseline/boundary-denials";
import { documentLength, LONGEST_DOCUMENT, MOST_DOCUMENTS } from "../../../components/delivery/policy-documents";
import { deployDocuments } from "../../../components/delivery/deploy-documents";
import { isAction, takesResources } from "../../../policies/core/iam-actions";
import { matches } from "../../../policies/core/wildcard";
import { goldenTypes } from "../../../sandbox/deploy/golden-types";
import { actionsOf } from "../../../tools/deploy-policy/actions-of";
import { grantedActions, grantsOf } from "../../../tools/deploy-policy/boundary-statements";
import { makeBoundary, makePolicy, policyPlans, type PolicyPlans } from "../../../tools/deploy-policy/make-policy";
import { BOUNDARY_FILE, POLICY_FILE, readRecord, readUnrecorded } from "../../../tools/deploy-policy/record";
import { actionsOfType, deployStatements } from "../../../tools/deploy-policy/statements";

const root = path.resolve(__dirname, "../../..");
const recorded = readRecord();
const unrecorded = readUnrecorded();
const list = (value: string | string[]) => [value].flat();

// One run of the program with every option serves all tests of the file.
let sources: PolicyPlans;
before(async function () {
  this.timeout(240_000);
  sources = await policyPlans(root);
});

describe("the deploy policy", () => {
  it("is what the record gives; renew it with npm run deploy-policy", () => {
    expect(JSON.parse(fs.readFileSync(POLICY_FILE, "utf8"))).to.deep.equal(makePolicy(sources));
  });

  it("names each action, each of which IAM knows, and everything only where an action takes no resource", () => {
    for (const { Sid, Action, Resource, Condition } of makePolicy(sources).statements) {
      for (const action of list(Action)) expect(isAction(action), `${Sid}: ${action}`).to.equal(true);
      if (!list(Resource).includes("*")) continue;
      expect(list(Action).filter(takesResources), Sid).to.deep.equal([]);
      expect(Condition).to.deep.equal({ StringEquals: { "aws:RequestedRegion": ["${region}", "us-east-1"] } });
    }
  });

  it("stays in the account, and in its regions", () => {
    for (const { Sid, Resource, Condition } of makePolicy(sources).statements)
      for (const arn of list(Resource).filter((each) => each !== "*")) {
        const [, , service, region, account] = arn.split(":");
        if (service === "s3") expect(Condition?.["StringEquals"]).to.include({ "s3:ResourceAccount": "${account}" });
        else if (service !== "apigateway" && service !== "route53" && Sid !== "LayersOfCanaries")
          expect(account, `${Sid} ${arn}`).to.equal("${account}");
        expect(region, `${Sid} ${arn}`).to.be.oneOf(["", "${region}", "us-east-1"]);
      }
  });

  it("passes roles of systems to the services that they trust, by name", () => {
    const pass = makePolicy(sources).statements.filter(({ Action }) => list(Action).includes("iam:PassRole"));
    expect(pass).to.have.length(1);
    const passed = list(pass[0]!.Condition!["StringEquals"]!["iam:PassedToService"]!);
    expect(passed).to.include.members([
      "apigateway.amazonaws.com",
      "codedeploy.amazonaws.com",
      "cognito-identity.amazonaws.com",
      "ecs-tasks.amazonaws.com",
      "lambda.amazonaws.com",
      "monitoring.rds.amazonaws.com",
      "rds.amazonaws.com",
      "states.amazonaws.com",
      "vpc-flow-logs.amazonaws.com",
    ]);
    for (const service of passed) expect(service).to.match(/^[a-z.-]+\.amazonaws\.com$/);
    for (const arn of list(pass[0]!.Resource)) expect(arn).to.match(/:role\/\*-(role-|\$\{region\}|us-east-1)\*$/);
  });

  it("fits into the policies that a role may have", () => {
    const { statements } = makePolicy(sources);
    const documents = deployDocuments({ statements, guardrailPrefix: "Platform", region: "eu-west-1" });
    expect(documents.length).to.be.at.most(MOST_DOCUMENTS);
    for (const document of documents)
      expect(document("aws-us-gov", "111122223333").replace(/\s/g, "").length).to.be.at.most(LONGEST_DOCUMENT);
  });
});

describe("the boundary of systems' roles", () => {
  let boundary: ReturnType<typeof makeBoundary>["statements"];
  before(() => (boundary = makeBoundary(sources).statements));

  it("is what the plans' roles are granted; renew it with npm run deploy-policy", () => {
    expect(JSON.parse(fs.readFileSync(BOUNDARY_FILE, "utf8"))).to.deep.equal(makeBoundary(sources));
    const granted = grantedActions(sources.plans);
    expect(boundary.flatMap(({ Action }) => list(Action)).sort()).to.deep.equal(granted);
  });

  it("holds in one managed policy, names each action, and never identities or the organisation", () => {
    expect(documentLength([...boundary, ...boundaryDenials()])).to.be.at.most(LONGEST_DOCUMENT);
    for (const action of boundary.flatMap(({ Action }) => list(Action))) {
      expect(isAction(action), action).to.equal(true);
      expect(action).to.not.match(/^(account|iam|organizations):/);
    }
  });

  it("stays in the account: each resource has its number, or a condition that does, but for the pipeline's roles", () => {
    for (const { Sid, Action, Resource, Condition } of boundary)
      for (const resource of list(Resource)) {
        if (resource === "*") expect(list(Action).filter(takesResources), Sid).to.deep.equal([]);
        else if (Sid === "BucketsOfAccount")
          expect(Condition).to.deep.equal({ StringEquals: { "s3:ResourceAccount": "${account}" } });
        else if (Sid === "RolesForPipeline")
          expect(resource).to.equal("arn:${partition}:iam::*:role/PlatformPipeline*");
        else expect(resource.split(":")[4], Sid).to.equal("${account}");
      }
  });

  it("lets every role of every plan of a workload do what the role is granted", () => {
    const grants = grantsOf(sources.plans).filter(({ resource }) => typeof resource === "string");
    expect(grants.length).to.be.greaterThan(1000);
    const resourcesFor = (action: string) =>
      boundary
        .filter(({ Action }) => list(Action).includes(action))
        .flatMap(({ Resource }) => list(Resource))
        .map((pattern) => pattern.replaceAll("${partition}", "aws").replaceAll("${account}", "*"));
    const outside = grants.filter(
      ({ action, resource }) => !resourcesFor(action).some((pattern) => matches(pattern, resource as string)),
    );
    expect(outside).to.deep.equal([]);
  });

  it("is on every role of every plan of a workload, but of the one that asks for none", () => {
    for (const { stack, resources } of sources.plans.filter((plan) => plan.stack !== "otherwise"))
      for (const [address, { inputs }] of Object.entries(resources))
        if (address.includes("aws:iam/role:Role::"))
          expect(inputs!["permissionsBoundary"], `${stack}: ${address}`).to.match(/:policy\/PlatformWorkloadBoundary$/);
  });

  it("is the condition for making a role and changing what it may do; nobody may take it away", () => {
    const { statements } = makePolicy(sources);
    const condition = {
      StringEquals: { "iam:PermissionsBoundary": "arn:${partition}:iam::${account}:policy/PlatformWorkloadBoundary" },
    };
    for (const action of [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:DeleteRolePolicy",
      "iam:PutRolePermissionsBoundary",
    ]) {
      const allowing = statements.filter(({ Action }) => list(Action).includes(action));
      expect(
        allowing.map(({ Condition }) => Condition),
        action,
      ).to.deep.equal([condition]);
    }
    const actions = statements.flatMap(({ Action }) => list(Action));
    expect(actions).to.not.include("iam:DeleteRolePermissionsBoundary");
  });
});

describe("the record of what the provider calls", () => {
  it("has every type of every plan, by recording or by hand", () => {
    const types = [...goldenTypes(root), ...sources.types].filter((type) => !/^aws:index\//.test(type));
    expect(types.filter((type) => actionsOfType(type, recorded, unrecorded).length === 0)).to.deep.equal([]);
  });

  it("says why what is written by hand was not recorded, and where AWS has it", () => {
    for (const [type, { operations = [], actions = [], reason, page }] of Object.entries(unrecorded)) {
      expect(reason, type).to.match(/^[A-Z].+\.$/);
      expect(page, type).to.match(/^https:\/\/docs\.aws\.amazon\.com\/service-authorization\/latest\/reference\/list_/);
      expect(operations.length + actions.length, type).to.be.above(0);
      expect(
        operations.filter((each) => recorded[type]?.includes(each)),
        `${type}: recorded too`,
      ).to.deep.equal([]);
    }
  });

  it("is sorted, so that a recording differs in what it found only", () => {
    expect(Object.keys(recorded)).to.deep.equal(Object.keys(recorded).sort());
    for (const operations of Object.values(recorded)) expect(operations).to.deep.equal([...operations].sort());
  });

  it("tells a type that nobody has recorded", () => {
    const types = ["aws:sqs/queue:Queue", "aws:batch/computeEnvironment:ComputeEnvironment"];
    expect(() => deployStatements({ recorded, unrecorded, types, trusted: [] })).to.throw(
      /Nothing is known of aws:batch\/computeEnvironment:ComputeEnvironment: record it/,
    );
  });

  it("gives a type its own actions and what every deployment needs, and nothing of others", () => {
    const of = (operations: string[]) =>
      deployStatements({
        recorded: { "aws:sqs/queue:Queue": operations, "pulumi:providers:aws": ["iam:GetUser"] },
        unrecorded: { "aws:index/getCallerIdentity:getCallerIdentity": { reason: "", page: "" } },
        types: ["aws:sqs/queue:Queue"],
        trusted: [],
      });
    expect(of(["sqs:CreateQueue", "sqs:DeleteQueue"])[0]).to.deep.equal({
      Sid: "Sqs",
      Effect: "Allow",
      Action: ["sqs:CreateQueue", "sqs:DeleteQueue"],
      Resource: ["arn:${partition}:sqs:${region}:${account}:*", "arn:${partition}:sqs:us-east-1:${account}:*"],
    });
    const actions = of(["sqs:CreateQueue"]).flatMap(({ Action }) => list(Action));
    expect(actions).to.not.include("sqs:DeleteQueue");
    expect(actions).to.not.include("iam:GetUser");
  });
});

describe("actionsOf", () => {
  for (const [operation, actions] of [
    ["lambda:Invoke", ["lambda:InvokeFunction"]],
    ["s3:ListBuckets", ["s3:ListAllMyBuckets"]],
    ["s3:HeadObject", ["s3:GetObject"]],
    ["s3:HeadBucket", ["s3:ListBucket"]],
    ["s3:DeletePublicAccessBlock", ["s3:PutBucketPublicAccessBlock"]],
    ["s3:PutBucketEncryption", ["s3:PutEncryptionConfiguration"]],
    ["monitoring:PutMetricAlarm", ["cloudwatch:PutMetricAlarm"]],
    ["apigateway:CreateRestApi", ["apigateway:POST"]],
    ["apigateway:UpdateStage", ["apigateway:PATCH"]],
    ["dynamodb:CreateTable", ["dynamodb:CreateTable"]],
  ] as const)
    it(`allows ${operation} by ${actions.join(", ")}`, () => expect(actionsOf(operation)).to.deep.equal(actions));

  it("refuses an operation that IAM has another name for, until it is told", () => {
    expect(() => actionsOf("s3:SelectObjectContent")).to.throw("IAM knows no action s3:SelectObjectContent");
  });
});
