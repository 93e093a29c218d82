import { execFileSync } from "node:child_process";
import { expect } from "chai";

describe("the environment of the engine", () => {
  it("has no credentials and no settings of a cloud", () => {
    const script = `require("./sandbox/deploy/clean-process-environment").cleanProcessEnvironment(); console.log(JSON.stringify(process.env))`;
    const env = {
      PATH: process.env["PATH"],
      HOME: "/home/somebody",
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_PROFILE: "prod",
      AWS_SECRET_ACCESS_KEY: "secret",
      PULUMI_ACCESS_TOKEN: "token",
      PULUMI_BACKEND_URL: "s3://somewhere",
      GITHUB_TOKEN: "token",
      GOFLAGS: "-mod=readonly",
    };
    const left = JSON.parse(
      execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], { env, encoding: "utf8" }),
    ) as object;
    expect(left).to.have.keys("PATH", "HOME", "GOFLAGS");
  });
});
