import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { servicesOf } from "../../../sandbox/engine/services";
import { readTerraformTypes, type TerraformTypes } from "../../../sandbox/engine/terraform-types";
import { trim } from "../../../sandbox/engine/trim";
import { temporaryFolder } from "./support/temporary-folder";
import { writeProviderSources } from "./support/provider-sources";

const MODULE = "github.com/hashicorp/terraform-provider-aws";

describe("trimming the Terraform provider", () => {
  const folder = temporaryFolder();
  const provider = (): string => path.join(folder(), "provider");
  let types: TerraformTypes;

  beforeEach(() => {
    writeProviderSources(provider(), {
      kms: { name: "KMS", resources: ["aws_kms_key", "aws_kms_alias"] },
      sts: { name: "STS", dataSources: ["aws_caller_identity"] },
      deploy: { name: "Deploy", resources: ["aws_codedeploy_app"] },
      lambda: {
        name: "Lambda",
        resources: ["aws_lambda_function"],
        files: {
          "function.go": `package lambda\n\nimport (\n\ttfec2 "${MODULE}/internal/service/ec2"\n)\n\nvar a = meta.LambdaClient(ctx)\n`,
          "sweep.go": `package lambda\n\nvar b = meta.S3Client(ctx)\n`,
        },
      },
      ec2: { name: "EC2", resources: ["aws_vpc"], files: { "vpc.go": `package ec2\n\nvar a = meta.EC2Client(ctx)\n` } },
      s3: { name: "S3", resources: ["aws_s3_bucket"] },
    });
    types = readTerraformTypes(provider());
  });

  it("reads which service registers which resource and data source", () => {
    expect([...types.resources]).to.deep.equal([
      ["aws_codedeploy_app", "deploy"],
      ["aws_vpc", "ec2"],
      ["aws_kms_alias", "kms"],
      ["aws_kms_key", "kms"],
      ["aws_lambda_function", "lambda"],
      ["aws_s3_bucket", "s3"],
    ]);
    expect([...types.dataSources]).to.deep.equal([["aws_caller_identity", "sts"]]);
    expect(types.services.get("Deploy")).to.equal("deploy");
    expect(types.version).to.equal("9.9.9");
  });

  it("finds the services of types, also where they are called differently", () => {
    const tokens = ["aws:codedeploy/application:Application", "aws:kms/key:Key", "aws:kms/alias:Alias"];
    expect(servicesOf([...tokens, "aws:index/getCallerIdentity:getCallerIdentity"], types)).to.deep.equal([
      "deploy",
      "kms",
      "sts",
    ]);
  });

  it("names every type that no service registers", () => {
    expect(() => servicesOf(["aws:kms/key:Key", "aws:new/thing:Thing", "aws:kms/ky:Ky"], types)).to.throw(
      /^No service of the Terraform provider 9\.9\.9 registers aws:new\/thing:Thing, aws:kms\/ky:Ky\..*irregular-types\.json/s,
    );
  });

  function overlaid(services: string[]): { services: string[]; list: string; clients: string } {
    const trimmed = trim(provider(), services, types, path.join(folder(), "overlay"));
    const { Replace } = JSON.parse(fs.readFileSync(trimmed.overlay, "utf8")) as { Replace: Record<string, string> };
    const read = (name: string): string => fs.readFileSync(Replace[path.join(provider(), name)] as string, "utf8");
    return {
      services: trimmed.services,
      list: read("internal/provider/sdkv2/service_packages_gen.go"),
      clients: read("internal/conns/awsclient_gen.go"),
    };
  }

  it("keeps the services asked for, and nothing of the others", () => {
    const { services, list, clients } = overlaid(["kms"]);
    expect(services).to.deep.equal(["kms"]);
    expect(list.match(/\/internal\/service\/\w+|\w+\.ServicePackage\(/g)).to.deep.equal([
      "/internal/service/kms",
      "kms.ServicePackage(",
    ]);
    expect(list).to.contain(`"${MODULE}/internal/conns"`);
    expect(clients).not.to.match(/S3Client|service\/s3/);
  });

  it("keeps a service whose client another one calls, through imports", () => {
    expect(overlaid(["lambda"]).services).to.deep.equal(["ec2", "lambda"]);
  });

  it("keeps the clients that clean-up code names for the compiler, without their services", () => {
    const { services, clients } = overlaid(["lambda"]);
    expect(services).not.to.include("s3");
    expect(clients.match(/\) \w+Client\(/g)).to.deep.equal([") LambdaClient(", ") EC2Client(", ") S3Client("]);
    expect(clients.match(/service\/\w+"/g)).to.deep.equal(['service/lambda"', 'service/ec2"', 'service/s3"']);
  });

  it("leaves the sources as they are", () => {
    const list = path.join(provider(), "internal/provider/sdkv2/service_packages_gen.go");
    const before = fs.readFileSync(list, "utf8");
    overlaid(["kms"]);
    expect(fs.readFileSync(list, "utf8")).to.equal(before);
  });

  it("fails when the sources are laid out differently", () => {
    expect(() => trim(provider(), ["gone"], types, folder())).to.throw("does not register gone");
    fs.rmSync(path.join(provider(), "internal/service/kms"), { recursive: true });
    for (const name of fs.readdirSync(path.join(provider(), "internal/service"))) {
      fs.writeFileSync(path.join(provider(), "internal/service", name, "service_package_gen.go"), "package x\n");
    }
    expect(() => readTerraformTypes(provider())).to.throw("laid out differently");
  });
});
