import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { compareVersions } from "../../../sandbox/engine/compare-versions";
import { engineVersions } from "../../../sandbox/engine/versions";
import { temporaryFolder } from "./support/temporary-folder";

describe("the engine's versions", () => {
  const folder = temporaryFolder();

  function repository(pulumi: string, built: string): string {
    fs.mkdirSync(path.join(folder(), "sandbox/engine/cli"), { recursive: true });
    const dependencies = { "@pulumi/pulumi": pulumi, "@pulumi/aws": "7.1.2" };
    fs.writeFileSync(path.join(folder(), "package.json"), JSON.stringify({ dependencies }));
    fs.writeFileSync(
      path.join(folder(), "sandbox/engine/cli/go.mod"),
      `module x\n\nrequire github.com/pulumi/pulumi/pkg/v3 ${built}\n`,
    );
    return folder();
  }

  it("are those of package.json", () => {
    expect(engineVersions(repository("3.5.0", "v3.5.0"))).to.deep.equal({ pulumi: "3.5.0", aws: "7.1.2" });
  });

  it("are the same for the SDK and the CLI of this repository", () => {
    expect(engineVersions().pulumi).to.match(/^\d+\.\d+\.\d+$/);
  });

  it("may not differ between the SDK and the CLI that is built", () => {
    expect(() => engineVersions(repository("3.5.0", "v3.4.0"))).to.throw("the two must be equal");
  });

  it("must be exact", () => {
    expect(() => engineVersions(repository("^3.5.0", "v3.5.0"))).to.throw(
      "must pin @pulumi/pulumi to an exact version",
    );
  });

  it("compare by number, whatever stands around them", () => {
    expect(compareVersions("3.259.0", "v3.99.1")).to.be.greaterThan(0);
    expect(compareVersions("go1.26", "1.26.3")).to.be.lessThan(0);
    expect(compareVersions("v1.26.0", "1.26")).to.equal(0);
  });
});
