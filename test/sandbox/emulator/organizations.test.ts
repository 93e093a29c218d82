import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  EnableAWSServiceAccessCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedServicesForAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { readOrganization } from "../../../tools/import/read-organization";
import { runningEmulator } from "./running-emulator";

describe("an organisation in the emulators", function () {
  this.timeout(120_000);
  let organizations: OrganizationsClient;
  let sts: STSClient;

  before(async () => {
    const { endpoint, region } = await runningEmulator();
    // An account of its own, which no other test uses.
    const credentials = { accessKeyId: "777766665555", secretAccessKey: "test" };
    organizations = new OrganizationsClient({ endpoint, region, credentials });
    sts = new STSClient({ endpoint, region, credentials });
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  });
  after(() => {
    organizations?.destroy();
    sts?.destroy();
  });

  it("gives every service access, and an administrator, that the platform gives them", async () => {
    const service = "iam.amazonaws.com";
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: service }));
    const { EnabledServicePrincipals } = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({}));
    expect(EnabledServicePrincipals!.map(({ ServicePrincipal }) => ServicePrincipal)).to.deep.equal([service]);

    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName: "audit", Email: "audit@example.org" }),
    );
    const AccountId = CreateAccountStatus!.AccountId!;
    await organizations.send(
      new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: "config.amazonaws.com" }),
    );
    const { DelegatedServices } = await organizations.send(new ListDelegatedServicesForAccountCommand({ AccountId }));
    expect(DelegatedServices!.map(({ ServicePrincipal }) => ServicePrincipal)).to.deep.equal(["config.amazonaws.com"]);
  });

  it("is read by npm run import as AWS's is", async () => {
    const found = await readOrganization({ organizations, sts });
    expect(found).to.deep.include({ managementAccountId: "777766665555", featureSet: "ALL", units: [] });
    expect(found.accounts.map(({ name }) => name)).to.include("audit");
  });
});
