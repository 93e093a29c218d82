import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { keepSecrets } from "../../../sandbox/adaptations/keep-secrets";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("keepSecrets", () => {
  it("marks secrets, at any depth, and leaves the rest", async () => {
    const archive = new pulumi.asset.StringAsset("x");
    const open = pulumi.output("open");
    const given = { a: { b: [pulumi.secret("s"), 1] }, open, archive };
    expect(await keepSecrets(given)).to.deep.equal({ a: { b: [{ ...SECRET, value: "s" }, 1] }, open, archive });
  });
});
