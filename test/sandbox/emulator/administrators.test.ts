import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

describe("administrators of GuardDuty in the emulator", function () {
  this.timeout(120_000);

  const caller = { accountId: "111122223333", region: "eu-west-1" };

  async function call(method: string, route: string, body?: object): Promise<{ status: number; text: string }> {
    const { endpoint } = await runningEmulator();
    const answer = await fetch(`${endpoint}${route}`, {
      method,
      headers: { ...signedHeaders("guardduty", caller), "content-type": "application/json" },
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
});
