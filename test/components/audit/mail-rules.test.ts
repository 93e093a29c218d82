import { readFileSync } from "node:fs";
import { expect } from "chai";
import { activityRules } from "../../../components/audit/activity";
import { LONGEST_PATTERN } from "../../../components/audit/event-pattern";
import { findingRules } from "../../../components/audit/findings";
import { mailText } from "../../../components/audit/mail-text";
import { matchesPattern } from "../../support/event-pattern";
import {
  accessFinding,
  alarmChange,
  apiCall,
  controlFinding,
  root,
  sessionOf,
  signIn,
  threat,
  userAlice,
} from "./sample-events";

const DEPLOYMENT = "PlatformDeployment";
const rules = [...activityRules({ deployRole: DEPLOYMENT }), ...findingRules()];
const byDeployment = sessionOf(DEPLOYMENT);
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** What happens, and exactly the rules that tell of it. */
const cases: [string, object, string[]][] = [
  ["root signs in", signIn({ userIdentity: root, mfa: "Yes" }), ["root-sign-in"]],
  ["root fails to sign in", signIn({ userIdentity: root, result: "Failure" }), ["root-sign-in"]],
  [
    "root signs in, by the type's other spelling",
    signIn({ userIdentity: root, detailType: "AWS Console Signin via CloudTrail" }),
    ["root-sign-in"],
  ],
  ["root makes a bucket", apiCall({ source: "s3", eventName: "CreateBucket", userIdentity: root }), ["root-use"]],
  [
    "a service acts for root",
    apiCall({
      source: "ec2",
      eventName: "CreateNetworkInterface",
      userIdentity: { ...root, invokedBy: "elasticloadbalancing.amazonaws.com" },
    }),
    [],
  ],
  [
    "a key of the account is rotated by AWS",
    apiCall({ source: "kms", eventName: "RotateKey", eventType: "AwsServiceEvent", userIdentity: root }),
    [],
  ],
  ["a user signs in with a password", signIn(), ["sign-in-without-mfa"]],
  ["a user signs in with a second factor", signIn({ mfa: "Yes" }), []],
  ["a user fails to sign in", signIn({ result: "Failure" }), []],
  ["a federated person signs in", signIn({ userIdentity: sessionOf("AWSReservedSSO_Reader") }), []],
  ["the trail stops", apiCall({ source: "cloudtrail", eventName: "StopLogging" }), ["trail-changes"]],
  ["the trail is looked at", apiCall({ source: "cloudtrail", eventName: "LookupEvents" }), []],
  ["the recorder stops", apiCall({ source: "config", eventName: "StopConfigurationRecorder" }), ["detection-changes"]],
  ["the detector goes", apiCall({ source: "guardduty", eventName: "DeleteDetector" }), ["detection-changes"]],
  ["a key is scheduled for deletion", apiCall({ source: "kms", eventName: "ScheduleKeyDeletion" }), ["key-changes"]],
  ["a key is disabled", apiCall({ source: "kms", eventName: "DisableKey" }), ["key-changes"]],
  ["a key is used", apiCall({ source: "kms", eventName: "Decrypt" }), []],
  [
    "a key is disabled by a deployment",
    apiCall({ source: "kms", eventName: "DisableKey", userIdentity: byDeployment }),
    ["key-changes"],
  ],
  ["a person changes a role's policy", apiCall({ eventName: "PutRolePolicy" }), ["identity-policies"]],
  [
    "a user without a session changes a policy",
    apiCall({ eventName: "CreatePolicyVersion", userIdentity: userAlice }),
    ["identity-policies"],
  ],
  ["a deployment changes a role's policy", apiCall({ eventName: "PutRolePolicy", userIdentity: byDeployment }), []],
  [
    "a role whose name only starts like the deployment's changes a policy",
    apiCall({ eventName: "PutRolePolicy", userIdentity: sessionOf(`${DEPLOYMENT}2`) }),
    ["identity-policies"],
  ],
  ["an access key is made", apiCall({ eventName: "CreateAccessKey", userIdentity: byDeployment }), ["credentials"]],
  ["a second factor goes", apiCall({ eventName: "DeactivateMFADevice" }), ["credentials"]],
  [
    "a deployment changes its own role and is refused",
    apiCall({
      eventName: "AttachRolePolicy",
      userIdentity: byDeployment,
      requestParameters: { roleName: DEPLOYMENT, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      errorCode: "AccessDenied",
    }),
    ["guardrail-roles"],
  ],
  [
    "a deployment changes the boundary",
    apiCall({
      eventName: "CreatePolicyVersion",
      userIdentity: byDeployment,
      requestParameters: { policyArn: "arn:aws:iam::111122223333:policy/PlatformBoundary" },
    }),
    ["guardrail-roles"],
  ],
  [
    "a deployment changes a function's role",
    apiCall({
      eventName: "PutRolePolicy",
      userIdentity: byDeployment,
      requestParameters: { roleName: "addStudentDetails-us-east-1", policyName: "write" },
    }),
    [],
  ],
  ["an account leaves", apiCall({ source: "organizations", eventName: "LeaveOrganization" }), ["organization-changes"]],
  ["a policy is detached", apiCall({ source: "organizations", eventName: "DetachPolicy" }), ["organization-changes"]],
  [
    "a person opens a port",
    apiCall({ source: "ec2", eventName: "AuthorizeSecurityGroupIngress" }),
    ["network-changes"],
  ],
  [
    "a deployment opens a port",
    apiCall({ source: "ec2", eventName: "AuthorizeSecurityGroupIngress", userIdentity: byDeployment }),
    [],
  ],
  [
    "a bucket's block goes",
    apiCall({ source: "s3", eventName: "DeleteBucketPublicAccessBlock", userIdentity: byDeployment }),
    ["public-access"],
  ],
  ["a snapshot is shared", apiCall({ source: "ec2", eventName: "ModifySnapshotAttribute" }), ["public-access"]],
  [
    "a workflow takes the deployment's role",
    apiCall({
      source: "sts",
      eventName: "AssumeRoleWithWebIdentity",
      userIdentity: { type: "WebIdentityUser", userName: "repo:your-company/platform:environment:prod" },
      requestParameters: { roleArn: roleArn(DEPLOYMENT), roleSessionName: "platform-prod" },
    }),
    ["deployments"],
  ],
  [
    "somebody is refused the deployment's role",
    apiCall({
      source: "sts",
      eventName: "AssumeRole",
      requestParameters: { roleArn: roleArn(DEPLOYMENT) },
      errorCode: "AccessDenied",
    }),
    ["deployments"],
  ],
  [
    "a function takes its own role",
    apiCall({ source: "sts", eventName: "AssumeRole", requestParameters: { roleArn: roleArn("getStudentDetails") } }),
    [],
  ],
  ["a system is unhealthy", alarmChange("prod-students-unhealthy", "ALARM"), ["unhealthy-systems"]],
  ["a system is well again", alarmChange("prod-students-unhealthy", "OK"), []],
  ["one alarm is on", alarmChange("prod-students-get-student-errors", "ALARM"), []],
  [
    "AWS has a disturbance",
    { source: "aws.health", "detail-type": "AWS Health Event", detail: { eventTypeCategory: "issue" } },
    ["service-health"],
  ],
  [
    "AWS announces a change",
    { source: "aws.health", "detail-type": "AWS Health Event", detail: { eventTypeCategory: "scheduledChange" } },
    [],
  ],
  ["a threat of medium severity", threat(4), ["guard-duty-findings"]],
  ["a threat of low severity", threat(3.9), []],
  ["a control fails", controlFinding(), ["security-hub-findings"]],
  ["a control passes", controlFinding({ Compliance: { Status: "PASSED" } }), []],
  ["a finding without a control", controlFinding({ Compliance: undefined }), ["security-hub-findings"]],
  ["a finding that somebody works on", controlFinding({ Workflow: { Status: "NOTIFIED" } }), []],
  ["a finding of medium severity", controlFinding({ Severity: { Label: "MEDIUM" } }), []],
  ["a finding that has a mail already", controlFinding({ ProductName: "GuardDuty" }), []],
  ["a bucket is open to others", accessFinding(), ["access-findings"]],
  ["a bucket is closed again", accessFinding({ status: "RESOLVED" }), []],
];

describe("mail rules", () => {
  for (const [what, event, expected] of cases)
    it(`${expected.length ? `tell of it by ${expected.join(", ")}` : "are silent"} when ${what}`, () => {
      const plain = JSON.parse(JSON.stringify(event)) as never;
      const found = rules.filter(({ pattern }) => matchesPattern(pattern, plain)).map(({ name }) => name);
      expect(found).to.deep.equal(expected);
    });

  it("each have a case that they tell of", () => {
    const told = new Set(cases.flatMap(([, , expected]) => expected));
    expect(rules.map(({ name }) => name).filter((name) => !told.has(name))).to.deep.equal([]);
  });

  it("each have the section of the guide that their mail names", () => {
    const guide = readFileSync("docs/security.md", "utf8");
    for (const { name, advice } of rules) {
      expect(guide).to.include(`\n### ${name}\n`);
      expect(guide, name).to.include(advice);
    }
  });

  it("fit into EventBridge, and bear names of their own", () => {
    for (const { name, pattern } of rules) expect(JSON.stringify(pattern).length, name).to.be.at.most(LONGEST_PATTERN);
    expect(new Set(rules.map(({ name }) => name))).to.have.length(rules.length);
  });
});

describe("mailText", () => {
  it("is a readable text whose every placeholder has a path", () => {
    for (const rule of rules) {
      const { inputPaths, inputTemplate } = mailText(rule) as {
        inputPaths: Record<string, string>;
        inputTemplate: string;
      };
      const used = [...inputTemplate.matchAll(/<([^>]+)>/g)].map(([, name]) => name!);
      expect(Object.keys(inputPaths), rule.name).to.include.members(used);
      for (const line of inputTemplate.split("\n")) expect(JSON.parse(line), rule.name).to.be.a("string");
      expect(inputTemplate).to.include(`docs/security.md#${rule.name}`);
      for (const path of Object.values(inputPaths)) expect(path).to.match(/^\$(\.[\w-]+(\[\d+\])?)+$/);
    }
  });

  it("says what happened, where, when, who and what to do", () => {
    const rule = rules.find(({ name }) => name === "sign-in-without-mfa")!;
    expect(mailText(rule)).to.deep.equal({
      inputPaths: {
        account: "$.account",
        region: "$.region",
        time: "$.time",
        who: "$.detail.userIdentity.arn",
        from: "$.detail.sourceIPAddress",
        event: "$.detail.eventID",
      },
      inputTemplate: [
        '"A user signed in to account <account> without a second factor"',
        '"Account: <account>, region: <region>, at <time>"',
        '"Who: <who>"',
        '"From: <from>"',
        '"Event: <event>"',
        '"Why: A password alone is what a phishing page gets."',
        '"What to do: Give the user a second factor, or better, replace the user by a role for a federated person."',
        '"More: docs/security.md#sign-in-without-mfa"',
      ].join("\n"),
    });
  });
});
