import { existsSync } from "node:fs";
import { expect } from "chai";
import { browserInstaller } from "../../../tools/browser/browser-installer";

describe("the installer of a browser", () => {
  const all = () => true;

  it("takes the system's package", () => {
    expect(browserInstaller('ID=debian\nVERSION_ID="12"\n', all)!.at(-1)).to.include("chromium");
    expect(browserInstaller("ID=fedora\n", (name) => name === "dnf")![0]![0]).to.equal("dnf");
    expect(browserInstaller("ID=alpine\n", (name) => name === "apk")![0]![0]).to.equal("apk");
  });

  for (const id of ["ubuntu", '"ubuntu"'])
    it(`takes Playwright's own on Ubuntu, whose package is a snap (ID=${id})`, () => {
      const [command, ...more] = browserInstaller(`NAME="Ubuntu"\nID=${id}\nID_LIKE=debian\n`, all)!;
      expect(more).to.deep.equal([]);
      const [program, cli, ...args] = command!;
      expect([program, existsSync(cli!)]).to.deep.equal([process.execPath, true]);
      expect(args).to.deep.equal(["install", "--with-deps", "--no-shell", "chromium"]);
    });

  it("does not take what is like Ubuntu for Ubuntu", () => {
    expect(browserInstaller("ID=debian\nID_LIKE=ubuntu\n", all)![0]![0]).to.equal("apt-get");
  });

  it("knows none for another system", () => {
    expect(browserInstaller("", () => false)).to.equal(undefined);
  });
});
