import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "../emulator/running-emulator";

const MANAGEMENT = "555566660001";
const STRANGER = "555566660002";

describe("an account that an organisation makes", function () {
  this.timeout(120_000);
  let role: string;
  let member: string;

  before(async () => {
    const organizations = new OrganizationsClient(await clientOf(MANAGEMENT));
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName: "member", Email: "member@example.org", RoleName: "Deployer" }),
    );
    organizations.destroy();
    member = CreateAccountStatus!.AccountId!;
    role = `arn:aws:iam::${member}:role/Deployer`;
  });

  async function clientOf(accessKeyId: string, secretAccessKey = "test", sessionToken?: string) {
    const { endpoint, region } = await runningEmulator();
    return { endpoint, region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
  }

  async function assume(caller: string, RoleArn = role) {
    const sts = new STSClient(await clientOf(caller));
    try {
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
      return Credentials!;
    } finally {
      sts.destroy();
    }
  }

  it("is entered by its role, from the management account, on either emulator", async () => {
    const { AccessKeyId, SecretAccessKey, SessionToken } = await assume(MANAGEMENT);
    const sts = new STSClient(await clientOf(AccessKeyId!, SecretAccessKey!, SessionToken));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).to.equal(member);
    sts.destroy();
    // Web ACLs are moto's, which takes the account from the gateway.
    const { endpoint, region } = await runningEmulator();
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        ...signedHeaders("wafv2", { accountId: AccessKeyId!, region }),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSWAF_20190729.CreateIPSet",
      },
      body: JSON.stringify({ Name: "list", Scope: "REGIONAL", IPAddressVersion: "IPV4", Addresses: [] }),
    });
    expect(((await answer.json()) as { Summary: { ARN: string } }).Summary.ARN).to.contain(`:${member}:`);
  });

  it("is closed to others, and so is a role that is not there", async () => {
    const refused = async (caller: string, arn?: string) => {
      const error = await assume(caller, arn).then(
        () => undefined,
        (reason: Error) => reason,
      );
      return error && `${error.name}: ${error.message}`;
    };
    expect(await refused(STRANGER)).to.equal(
      `AccessDenied: User: arn:aws:iam::${STRANGER}:root is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    );
    expect(await refused(MANAGEMENT, `arn:aws:iam::${member}:role/Nobody`)).to.match(/^AccessDenied: /);
    expect(await refused(MANAGEMENT, `arn:aws:iam::${STRANGER}:role/Deployer`)).to.match(/^AccessDenied: /);
  });
});
