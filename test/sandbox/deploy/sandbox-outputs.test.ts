import { expect } from "chai";
import { toSandboxOutputs } from "../../../sandbox/deploy/sandbox-outputs";
import type { Emulator } from "../../../sandbox/emulator/emulator";

const emulator = {
  endpoint: "http://127.0.0.1:4566",
  forwardUrl: "http://localhost:3000",
  accountId: "123456789012",
  region: "us-east-1",
} as Emulator;

const deployed = {
  accountId: "123456789012",
  region: "us-east-1",
  account: { sandbox: { id: "123456789012", region: "us-east-1" } },
  identity: {
    poolId: "us-east-1_a",
    clientId: "c",
    loginUrl: "https://example-sandbox.auth.us-east-1.amazoncognito.com",
  },
  students: { url: "https://abc123.execute-api.us-east-1.amazonaws.com/Dev", apiKey: "k", table: "StudentDetails" },
  announcements: { topic: "arn:aws:sns:us-east-1:123456789012:StudentNotification" },
  intake: {
    url: "https://def456.execute-api.us-east-1.amazonaws.com/Dev",
    queue: "https://sqs.us-east-1.amazonaws.com/123456789012/intake",
  },
  web: { url: "https://d1.cloudfront.net", bucket: "web" },
  alarmTopic: "arn:aws:sns:us-east-1:123456789012:alarms",
  dashboards: { students: "https://us-east-1.console.aws.amazon.com/cloudwatch/home" },
};

describe("the sandbox's outputs", () => {
  const outputs = toSandboxOutputs(deployed, emulator) as Record<string, any>;

  it("name plain-HTTP addresses on this machine for what is called", () => {
    expect(outputs["students"].url).to.equal("http://127.0.0.1:4566/_aws/execute-api/abc123/Dev");
    expect(outputs["intake"].url).to.equal("http://127.0.0.1:4566/_aws/execute-api/def456/Dev");
    expect(outputs["intake"].queue).to.equal("http://127.0.0.1:4566/123456789012/intake");
    expect(outputs["web"].url).to.equal("http://localhost:3000/");
    expect(outputs["users"].loginUrl).to.equal("http://localhost:3000");
  });

  it("keep the contract's keys, whichever system makes the value", () => {
    expect(outputs["students"]).to.include({
      apiKey: "k",
      table: "StudentDetails",
      topic: deployed.announcements.topic,
    });
    expect(outputs["users"]).to.include({ poolId: "us-east-1_a", clientId: "c" });
    expect(outputs).to.include({
      endpoint: emulator.endpoint,
      accountId: "123456789012",
      region: "us-east-1",
      alarmTopic: deployed.alarmTopic,
    });
    expect(outputs["account"]).to.deep.equal(deployed.account);
  });

  it("go to the API that a name is for, since nobody finds the name", () => {
    const named = { ...deployed, students: { ...deployed.students, url: "https://students-api.sandbox.example.org" } };
    const names = { "students-api.sandbox.example.org": { apiId: "abc123", stage: "Dev" } };
    expect((toSandboxOutputs(named, emulator, names)["students"] as { url: string }).url).to.equal(
      "http://127.0.0.1:4566/_aws/execute-api/abc123/Dev",
    );
  });

  it("name the addresses asked from outside as they are here, and by their names those that nothing here answers", () => {
    const urls = {
      "web-outside": "https://d1.cloudfront.net/",
      "web-find-outside": "https://d1.cloudfront.net/find.html",
      "students-api-outside": "https://abc123.execute-api.us-east-1.amazonaws.com/Dev/getstudentdetails",
      "containers-outside": "https://containers.sandbox.example.org/",
    };
    const outside = Object.entries(urls).map(([name, url]) => ({ name, url, method: "GET" }));
    const local = toSandboxOutputs({ ...deployed, outside }, emulator).outside as { name: string; url: string }[];
    expect(Object.fromEntries(local.map(({ name, url }) => [name, url]))).to.deep.equal({
      "web-outside": "http://localhost:3000/",
      "web-find-outside": "http://localhost:3000/find.html",
      "students-api-outside": "http://127.0.0.1:4566/_aws/execute-api/abc123/Dev/getstudentdetails",
      "containers-outside": urls["containers-outside"],
    });
  });

  it("leave the console's addresses alone: a dashboard is looked at on AWS", () => {
    expect(outputs["dashboards"]).to.deep.equal(deployed.dashboards);
  });

  it("leave out what is switched off", () => {
    const { web: _web, students: _students, identity: _identity, ...rest } = deployed;
    expect(toSandboxOutputs(rest, emulator)).to.not.have.any.keys("web", "students", "users");
  });
});
