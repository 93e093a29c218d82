import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { boundaryArn } from "../../../components/baseline/boundary-document";
import type { DeployStatement } from "../../../components/delivery/policy-documents";
import deployPolicy from "../../../policies/deploy-policy.json";
import { startEmulator, stopEmulator, type Emulator } from "../../../sandbox/emulator/emulator";
import { makeAccountBoundary } from "../../../sandbox/enforce/account-boundary";
import { deployCredentials } from "../../../sandbox/enforce/deploy-role";

const accountId = "111122223333";
const region = "eu-west-1";
const boundary = boundaryArn("aws", accountId);
const everything = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** What one who has taken over a deployment would try. */
describe("the role that deploys, where IAM is enforced", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let folder: string;
  /** The account's own credentials, which may do everything. */
  let owner: IAMClient;
  /** The published policy. */
  let deployer: IAMClient;
  /** A deploying role that somebody has allowed everything. */
  let widened: IAMClient;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "platform-boundary-"));
    emulator = await startEmulator({ accountId, region, forwardPort: 0, enforceIam: true, sandbox: folder });
    await makeAccountBoundary(emulator);
    owner = client({ accessKeyId: accountId, secretAccessKey: "sandbox" });
    deployer = await deploying("PlatformDeployment", deployPolicy.statements as DeployStatement[]);
    widened = await deploying("PlatformWidened", [{ Effect: "Allow", Action: "*", Resource: "*" }]);
    await owner.send(new CreateRoleCommand({ RoleName: `foreign-${region}`, AssumeRolePolicyDocument: trust }));
    await owner.send(new CreatePolicyCommand({ PolicyName: "anything", PolicyDocument: everything }));
  });
  after(async () => {
    for (const each of [owner, deployer, widened]) each?.destroy();
    await stopEmulator({ sandbox: folder });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const client = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new IAMClient({ endpoint: emulator.endpoint, region, credentials });
  async function deploying(name: string, statements: DeployStatement[]): Promise<IAMClient> {
    const session = await deployCredentials(emulator, statements, name);
    return client({
      accessKeyId: session.AWS_ACCESS_KEY_ID,
      secretAccessKey: session.AWS_SECRET_ACCESS_KEY,
      sessionToken: session.AWS_SESSION_TOKEN,
    });
  }
  const create = (iam: IAMClient, name: string, PermissionsBoundary?: string) =>
    iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, PermissionsBoundary }));
  const anything = (RoleName: string) =>
    new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument: everything });
  async function refused(call: Promise<unknown>): Promise<string> {
    const error = await call.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.name, error?.message).to.match(/^AccessDenied/);
    return error!.message;
  }

  it("makes roles with the boundary, reads it back, and gives them policies", async () => {
    await create(deployer, `made-${region}`, boundary);
    const { Role } = await deployer.send(new GetRoleCommand({ RoleName: `made-${region}` }));
    expect(Role!.PermissionsBoundary!.PermissionsBoundaryArn).to.equal(boundary);
    await deployer.send(anything(`made-${region}`));
    await deployer.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: `foreign-${region}`, PermissionsBoundary: boundary }),
    );
  });

  it("makes none without the boundary, or with another, even where it is allowed everything", async () => {
    for (const iam of [deployer, widened]) {
      await refused(create(iam, `none-${region}`));
      await refused(create(iam, `other-${region}`, `arn:aws:iam::${accountId}:policy/anything`));
    }
    await create(widened, `bounded-${region}`, boundary);
  });

  it("neither takes the boundary away nor replaces it", async () => {
    const RoleName = `kept-${region}`;
    await create(deployer, RoleName, boundary);
    for (const iam of [deployer, widened]) {
      await refused(iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })));
      const PermissionsBoundary = `arn:aws:iam::${accountId}:policy/anything`;
      await refused(iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
    }
  });

  it("gives nothing to a role that somebody else made without", async () => {
    await create(owner, `unbounded-${region}`);
    for (const iam of [deployer, widened]) await refused(iam.send(anything(`unbounded-${region}`)));
  });

  it("makes no role that is not named like a system's, and none of the guardrails", async () => {
    expect(await refused(create(deployer, "mine", boundary))).to.include("no identity-based policy allows");
    expect(await refused(create(widened, "PlatformMine", boundary))).to.include("explicit deny");
  });

  it("leaves the policy that the boundary is", async () => {
    const version = { PolicyArn: boundary, PolicyDocument: everything, SetAsDefault: true };
    for (const iam of [deployer, widened]) {
      await refused(iam.send(new CreatePolicyVersionCommand(version)));
      await refused(iam.send(new DeletePolicyCommand({ PolicyArn: boundary })));
    }
  });
});
