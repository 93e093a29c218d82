import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

describe("administrators of GuardDuty in the emulator", function () {
  this.timeout(120_000);

  const caller = { accountId: "111122223333", region: "eu-west-1" };

  async function call(
    method: string,
    route: string,
    body?: object,
    accountId = caller.accountId,
  ): Promise<{ status: number; text: string }> {
    const { endpoint } = await runningEmulator();
    const answer = await fetch(`${endpoint}${route}`, {
      method,
      headers: { ...signedHeaders("guardduty", { ...caller, accountId }), "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  }
  const administrators = async () =>
    (JSON.parse((await call("GET", "/admin")).text) as { adminAccounts: object[] }).adminAccounts;

  it("can be taken away as they were named, also twice", async () => {
    const adminAccountId = "444455556666";
    expect(await call("POST", "/admin/enable", { adminAccountId })).to.have.property("status", 200);
    expect(await administrators()).to.deep.equal([{ adminAccountId, adminStatus: "ENABLED" }]);
    for (const status of [200, 200])
      expect(await call("POST", "/admin/disable", { adminAccountId })).to.have.property("status", status);
    expect(await administrators()).to.deep.equal([]);
  });

  const detectors = async (accountId: string) =>
    (JSON.parse((await call("GET", "/detector", undefined, accountId)).text) as { detectorIds: string[] }).detectorIds;

  it("get GuardDuty when they are named, as AWS gives it, and then no second one", async () => {
    const adminAccountId = "666677778888";
    expect(await detectors(adminAccountId)).to.deep.equal([]);
    await call("POST", "/admin/enable", { adminAccountId });
    expect(await detectors(adminAccountId)).to.have.length(1);
    const { status, text } = await call("POST", "/detector", { enable: true }, adminAccountId);
    expect(status).to.equal(400);
    expect(text).to.contain("a detector already exists for the current account");
    await call("POST", "/admin/disable", { adminAccountId });
  });

  it("keep the detector that they had, whose features are changed one at a time", async () => {
    const adminAccountId = "777788889999";
    const frequency = { findingPublishingFrequency: "FIFTEEN_MINUTES" };
    const made = await call("POST", "/detector", { enable: true, ...frequency }, adminAccountId);
    const { detectorId } = JSON.parse(made.text) as { detectorId: string };
    await call("POST", "/admin/enable", { adminAccountId });
    expect(await detectors(adminAccountId)).to.deep.equal([detectorId]);
    const features = ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"].map((name) => ({ name, status: "ENABLED" }));
    for (const feature of features)
      await call("POST", `/detector/${detectorId}`, { features: [feature] }, adminAccountId);
    const off = { name: "S3_DATA_EVENTS", status: "DISABLED" };
    await call("POST", `/detector/${detectorId}`, { features: [off] }, adminAccountId);
    const detector = JSON.parse(
      (await call("GET", `/detector/${detectorId}`, undefined, adminAccountId)).text,
    ) as object;
    expect(detector).to.deep.include({ ...frequency, status: "ENABLED", features: [off, features[1]] });
    await call("POST", "/admin/disable", { adminAccountId });
  });
});
