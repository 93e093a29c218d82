import { expect } from "chai";
import { accountsOutputs, type ToldOutputs } from "../../../sandbox/accounts/accounts-outputs";
import { loginOf } from "../../../sandbox/accounts/login-of";
import type { Emulator } from "../../../sandbox/emulator/emulator";

const emulator = {
  endpoint: "http://127.0.0.1:4566",
  forwardUrl: "http://localhost:3000",
  accountId: "100000000003",
  region: "us-east-1",
} as Emulator;

function told(name: string, kind: "baseline" | "workload" | "security", id: string, outputs: object): ToldOutputs {
  return { entry: { name, kind, account: { name, id, region: "us-east-1" } }, outputs: { ...outputs } };
}

const outputs = accountsOutputs(
  [
    told("security", "security", "100000000002", {
      alarmTopic: "security's",
      dashboards: { accounts: "a" },
      trustedUserPool: { account: "security", userPoolId: "us-east-1_central", clientIds: ["people"] },
    }),
    told("security", "baseline", "100000000002", { alarmTopic: "baseline's", dashboards: { "us-east-1": "b" } }),
    told("dev", "workload", "100000000003", {
      identity: { poolId: "us-east-1_dev", clientId: "web" },
      students: { url: "https://abc.execute-api.us-east-1.amazonaws.com/Dev" },
    }),
    told("prod", "workload", "100000000005", {
      students: { url: "https://def.execute-api.us-east-1.amazonaws.com/Live", table: "StudentDetails" },
    }),
  ],
  emulator,
) as Record<string, any>;

describe("the outputs of several accounts", () => {
  it("are those of the plain account at the top, and each account's by its name", () => {
    expect(outputs["students"].url).to.equal("http://127.0.0.1:4566/_aws/execute-api/abc/Dev");
    expect(outputs["accountId"]).to.equal("100000000003");
    expect(Object.keys(outputs["accounts"] as object).sort()).to.deep.equal(["dev", "prod", "security"]);
    expect(outputs["account"].prod).to.deep.equal({ id: "100000000005", region: "us-east-1" });
  });

  it("name the account in the address of an API that only answers a call for it", () => {
    const { students } = outputs["accounts"].prod;
    const whose = "X-Amz-Credential=100000000005/20260101/us-east-1/execute-api/aws4_request";
    expect(students.url).to.equal(`http://127.0.0.1:4566/_aws/execute-api/def/Live?${whose}`);
    expect(students.table).to.equal("StudentDetails");
    expect(outputs["accounts"].dev.students.url).not.to.contain("X-Amz-Credential");
  });

  it("put what runs in an account before its baseline, and lose no dashboard", () => {
    const { security } = outputs["accounts"];
    expect(security.alarmTopic).to.equal("security's");
    expect(security.dashboards).to.deep.equal({ accounts: "a", "us-east-1": "b" });
  });

  it("tell whose user pool signs in", () => {
    expect(loginOf(outputs as never)).to.include({ accountId: "100000000003", poolId: "us-east-1_dev" });
    expect(loginOf(outputs as never, "security")).to.deep.equal({
      accountId: "100000000002",
      region: "us-east-1",
      poolId: "us-east-1_central",
      clientId: "people",
    });
    expect(() => loginOf(outputs as never, "prod")).to.throw("Account prod has no user pool.");
    expect(() => loginOf(outputs as never, "test")).to.throw(/no account "test"; there are security, dev, prod/);
    expect(() => loginOf({ users: {} } as never, "dev")).to.throw("--account is for a sandbox of several accounts");
  });
});
