import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { ConfigurationError } from "../../../stacks/config/problem";
import { encryptedOtherwise, stateEdits, writeEdits } from "../../../tools/bootstrap/state-files";
import { statePlan } from "../../../tools/bootstrap/state-plan";
import { UsageError } from "../../../tools/command/verb";
import { withRole } from "../../../tools/platform/stack-process/open-stack";
import { unfilledRepository } from "../../support/unfilled-repository";
import { filledIn } from "./filled-in";
import { temporaryFolder } from "../platform/support/simulated";

describe("where the state is to be", () => {
  const { folder, remove } = temporaryFolder();
  before(() => filledIn(folder));
  after(remove);

  it("follows from the configuration alone", () => {
    const plan = statePlan({ root: folder });
    expect(plan.account).to.include({ name: "management", id: "111111111111", region: "us-east-1" });
    expect(plan.bucketName).to.equal("acme-pulumi-state-111111111111-us-east-1");
    expect(plan.backendUrl).to.equal("s3://acme-pulumi-state-111111111111-us-east-1?region=us-east-1");
    expect(plan.secretsProviderOf("prod")).to.equal(
      "awskms:///arn:aws:kms:us-east-1:111111111111:alias/platform-state?region=us-east-1&context_stack=prod&role=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2Fplatform-state-prod",
    );
    expect(plan.secretsProviderOf(undefined)).to.contain("context_stack=platform-bootstrap").and.not.contain("role=");
    const prod = plan.stacks.find(({ name }) => name === "prod")!;
    expect(prod.reads).to.include.members(["management", "security"]);
    expect(plan.stacks.map(({ name }) => name)).not.to.include("sandbox");
  });

  it("may be an emulator, or another account", () => {
    const { backendUrl, account } = statePlan({ root: folder, account: "security", endpoint: "http://127.0.0.1:4566" });
    expect(account.id).to.equal("222222222222");
    const url = new URL(backendUrl);
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      region: "us-east-1",
      s3ForcePathStyle: "true",
      endpoint: "http://127.0.0.1:4566",
    });
    expect(() => statePlan({ root: folder, account: "managment" })).to.throw(UsageError, "did you mean management?");
  });

  it("is reached from a workload's account only where that deploys itself: without a role there, by workflows, or by the pipeline", () => {
    const { folder: own, remove: end } = temporaryFolder();
    const reached = (more: string, deployRole: boolean) => {
      filledIn(own);
      const file = path.join(own, "platform.config.yaml");
      const document = parseDocument(fs.readFileSync(file, "utf8"));
      for (const name of ["dev", "test", "prod", "security"])
        if (deployRole) document.setIn(["accounts", name, "deployRole"], "OrganizationAccountAccessRole");
        else document.deleteIn(["accounts", name, "deployRole"]);
      document.set("deployment", document.createNode(JSON.parse(more)));
      fs.writeFileSync(file, document.toString());
      const entries = statePlan({ root: own }).stacks.map(({ name, accounts }) => [name, accounts] as const);
      return entries.filter(([, accounts]) => accounts!.length > 0).map(([name]) => name);
    };
    const everywhere = ["baseline-dev", "baseline-prod", "baseline-security", "baseline-test"];
    expect(reached("{}", false)).to.have.members([...everywhere, "dev", "prod", "security", "test"]);
    expect(reached("{}", true)).to.deep.equal([]);
    expect(reached('{ "githubRepository": "acme/platform" }', true)).to.have.members(["dev", "prod", "test"]);
    expect(reached('{ "pipeline": { "account": "prod" } }', true)).to.have.members(["prod", "test"]);
    const { stacks } = statePlan({ root: own });
    expect(stacks.find(({ name }) => name === "prod")!.accounts).to.have.length(1);
    end();
  });

  it("is refused while the account's id and the organisation's name are placeholders", () => {
    const { folder: fresh, remove: end } = temporaryFolder();
    unfilledRepository(fresh);
    expect(() => statePlan({ root: fresh }))
      .to.throw(ConfigurationError)
      .with.property("message")
      .that.contains("accounts.management.id")
      .and.contains("organization.name");
    end();
  });
});

describe("the files that say where the state is", () => {
  const { folder, remove } = temporaryFolder();
  before(() => filledIn(folder));
  after(remove);

  it("get a line each, keep the rest to the byte, and need nothing the second time", () => {
    const plan = statePlan({ root: folder });
    const edits = stateEdits(folder, plan);
    expect(edits.map(({ file }) => file)).to.include.members(["Pulumi.yaml", "Pulumi.prod.yaml"]);
    expect(edits.map(({ file }) => file)).not.to.include("Pulumi.sandbox.yaml");
    const before = fs.readFileSync(path.join(folder, "Pulumi.prod.yaml"), "utf8");
    writeEdits(folder, edits);
    const now = fs.readFileSync(path.join(folder, "Pulumi.prod.yaml"), "utf8");
    expect(now).to.equal(`${before}secretsprovider: ${plan.secretsProviderOf("prod")}\n`);
    expect(stateEdits(folder, plan)).to.deep.equal([]);
  });

  it("are not touched where secrets are encrypted another way already: they would be unreadable", () => {
    fs.appendFileSync(path.join(folder, "Pulumi.dev.yaml"), "encryptionsalt: v1:abc\n");
    const edits = stateEdits(folder, statePlan({ root: folder, account: "security" }));
    expect(encryptedOtherwise(folder, edits)).to.deep.equal(["Pulumi.dev.yaml"]);
  });
});

describe("the backend of one stack", () => {
  const backend = { url: "s3://acme?region=eu-west-1" };

  it("is reached with the role that its secrets are read with", () => {
    const { url } = withRole(backend, "awskms:///key?region=eu-west-1&role=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx")!;
    expect(new URL(url!).searchParams.get("role")).to.equal("arn:aws:iam::1:role/x");
    expect(new URL(url!).searchParams.get("region")).to.equal("eu-west-1");
  });

  it("stays as it is without a role, and where it is not a bucket", () => {
    expect(withRole(backend, "awskms:///key?region=eu-west-1")).to.equal(backend);
    expect(withRole(backend, undefined)).to.equal(backend);
    const files = { url: "file:///state" };
    expect(withRole(files, "awskms:///key?role=arn")).to.equal(files);
    expect(withRole(undefined, undefined)).to.equal(undefined);
  });
});
