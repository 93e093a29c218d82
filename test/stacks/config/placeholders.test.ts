import { expect } from "chai";
import { load, platformYaml } from "./fixture";

describe("placeholders", () => {
  const paths = (yaml: string, values = {}) => load(values, yaml).placeholders.map(({ path }) => path);

  it("are what nobody has filled in, of the stack's own account only", () => {
    const yaml = platformYaml
      .replace("111122223333", "000000000000")
      .replace("222233334444", "000000000000")
      .replace("on-call@acme.io", "on-call@example.org")
      .replace("Z0123456789ABC", "REPLACE_ME")
      .replace('"42"', "REPLACE_ME");
    expect(paths(yaml)).to.deep.equal([
      "accounts.dev.id",
      "addresses.alarms.critical[0]",
      "domains.main.zoneId",
      "tags.CostCentre",
    ]);
  });

  it("are looked for in the stack's own values too", () => {
    const alarmAddresses = { critical: ["a@example.com"], warning: ["b@acme.io"] };
    const values = { "platform:alarmAddresses": JSON.stringify(alarmAddresses) };
    const [problem] = load(values, platformYaml.replace("on-call@acme.io", "unused@example.org")).placeholders;
    expect(problem).to.deep.include({ file: "Pulumi.dev.yaml", path: "platform:alarmAddresses.critical[0]" });
    // `npm run init` fills in the shared file alone.
    expect(problem!.fix).to.equal("this is an example; write the real value");
  });

  it("do not count addresses of an account on this machine, whose id must be real all the same", () => {
    const local = platformYaml
      .replace("region: eu-west-1 }", "region: eu-west-1, local: true }")
      .replaceAll("acme.io", "example.org");
    expect(paths(local)).to.deep.equal([]);
    expect(paths(local.replace("111122223333", "000000000000"))).to.deep.equal(["accounts.dev.id"]);
  });

  it("are not real addresses that only look alike", () => {
    expect(paths(platformYaml.replaceAll("acme.io", "my-example.org"))).to.deep.equal([]);
  });
});
