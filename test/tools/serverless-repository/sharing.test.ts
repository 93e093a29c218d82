import { expect } from "chai";
import { metadata } from "../../../tools/serverless-repository/metadata";
import { sharing } from "../../../tools/serverless-repository/sharing";

describe("sharing an application", () => {
  const source = "https://example.com/repository";
  const licence = "https://example.com/licence";

  it("is with accounts, or with everybody where the source can be read and a licence was given", () => {
    expect(sharing(["111122223333"], false, {})).to.deep.equal({ principals: ["111122223333"], isPublic: false });
    expect(sharing([], true, { source, licence })).to.deep.equal({ principals: ["*"], isPublic: true });
  });

  it("is refused with everybody without a source or a licence, with nobody, and with what is no account", () => {
    expect(() => sharing([], true, { licence })).to.throw(/no link to its source.*Publish a version with --source/);
    expect(() => sharing([], true, { source })).to.throw(/no licence.*delete-application.*without --application/);
    expect(() => sharing([], true, {})).to.throw(/no licence.*with --source/);
    expect(() => sharing([], false, { source, licence })).to.throw("--with ACCOUNT, or --public");
    expect(() => sharing(["*"], false, { source, licence })).to.throw("12 digits");
    expect(() => sharing(["111122223333"], true, { source, licence })).to.throw("not both");
    expect(() => metadata("platform", "ftp://example.com")).to.throw("use https://");
    for (const author of ["", "My Team", "a--b", "a".repeat(128)])
      expect(() => metadata(author)).to.throw("small letters and digits");
  });
});
