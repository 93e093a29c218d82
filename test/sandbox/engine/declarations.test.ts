import { expect } from "chai";
import { Declarations } from "../../../sandbox/engine/declarations";

describe("the declarations of @pulumi/aws", () => {
  const declarations = new Declarations();

  it("tell a resource's arguments and state", () => {
    const key = declarations.of("aws:kms/key:Key");
    expect(key.inputs).to.include.keys("description", "enableKeyRotation", "policy");
    expect(key.outputs).to.include.keys("arn", "keyId");
    expect(key.inputs).not.to.include.keys("arn");
  });

  it("tell a function's arguments and result", () => {
    const zones = declarations.of("aws:index/getAvailabilityZones:getAvailabilityZones");
    expect(zones.inputs.excludeNames).to.deep.equal({ array: 1 });
    expect(zones.outputs.names).to.deep.equal({ array: 1 });
  });

  it("tell lists from single objects, as the plugin has to", () => {
    const encryption = declarations.of(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    const rules = encryption.inputs.rules;
    expect(rules).to.include({ array: 1 });
    const byDefault = declarations.types[rules?.type as string]?.applyServerSideEncryptionByDefault;
    expect(byDefault).not.to.have.property("array");
    expect(declarations.types[byDefault?.type as string]).to.include.keys("sseAlgorithm", "kmsMasterKeyId");
  });

  it("tell assets and archives", () => {
    expect(declarations.of("aws:lambda/function:Function").inputs.code).to.deep.equal({ asset: "archive" });
    expect(declarations.of("aws:s3/bucketObjectv2:BucketObjectv2").inputs.source).to.deep.equal({ asset: "asset" });
  });

  it("tell documents, which may be given as text or object", () => {
    expect(declarations.of("aws:sns/topicPolicy:TopicPolicy").inputs.policy).to.deep.equal({ document: true });
    expect(declarations.of("aws:iam/role:Role").inputs.assumeRolePolicy).to.deep.equal({ document: true });
    expect(declarations.of("aws:dynamodb/table:Table").inputs.name).to.deep.equal({});
  });

  it("end where a type holds itself", () => {
    const rules = declarations.of("aws:wafv2/webAcl:WebAcl").inputs.rules;
    expect(declarations.types[rules?.type as string]).to.include.keys("statement", "visibilityConfig");
  });

  it("tell the provider's own arguments", () => {
    expect(declarations.config()).to.include.keys("region", "endpoints", "defaultTags", "assumeRoles");
  });

  it("refuse a type that does not exist", () => {
    expect(() => declarations.of("aws:kms/kee:Kee")).to.throw("@pulumi/aws declares no type aws:kms/kee:Kee");
    expect(declarations.has("aws:kms/key:Kee")).to.equal(false);
  });
});
