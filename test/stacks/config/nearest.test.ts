import { expect } from "chai";
import { nearest } from "../../../stacks/config/nearest";

describe("nearest", () => {
  const keys = ["account", "accounts", "region", "regions", "removal"];

  it("finds the key that was probably meant", () => {
    expect(nearest("acount", keys)).to.equal("account");
    expect(nearest("regoin", keys)).to.equal("region");
    expect(nearest("Removal", keys)).to.equal("removal");
  });

  it("finds nothing where nothing is near", () => {
    expect(nearest("zzz", keys)).to.equal(undefined);
    expect(nearest("account", [])).to.equal(undefined);
    expect(nearest("x".repeat(100_000), keys)).to.equal(undefined);
  });
});
