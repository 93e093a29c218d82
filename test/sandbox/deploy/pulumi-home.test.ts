import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { pulumiHome } from "../../../sandbox/deploy/pulumi-home";
import { temporaryFolder } from "../engine/support/temporary-folder";

describe("pulumiHome", () => {
  const folder = temporaryFolder();
  const engine = (name: string) => {
    const home = path.join(folder(), name);
    fs.mkdirSync(path.join(home, "plugins", `resource-${name}`), { recursive: true });
    fs.writeFileSync(path.join(home, "credentials.json"), "{}");
    return home;
  };

  it("has the engine's plugins and nothing else of its home", () => {
    const home = pulumiHome(path.join(folder(), "home"), engine("one"));
    expect(fs.readdirSync(home).sort()).to.deep.equal(["logs", "plugins"]);
    expect(fs.readdirSync(path.join(home, "plugins"))).to.deep.equal(["resource-one"]);
  });

  it("follows the engine to another home, and stays as it is with the same", () => {
    const sandbox = path.join(folder(), "home");
    const first = pulumiHome(sandbox, engine("one"));
    expect(pulumiHome(sandbox, engine("one"))).to.equal(first);
    const home = pulumiHome(sandbox, engine("two"));
    expect(fs.readdirSync(path.join(home, "plugins"))).to.deep.equal(["resource-two"]);
  });

  it("leaves no place for the engine's log of everything", () => {
    const home = pulumiHome(path.join(folder(), "home"), engine("one"));
    expect(() => fs.mkdirSync(path.join(home, "logs"), { recursive: true })).to.throw(/EEXIST/);
  });
});
