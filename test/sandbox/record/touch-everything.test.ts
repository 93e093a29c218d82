import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { touchEverything } from "../../../sandbox/record/touch-everything";

describe("what a recording changes", () => {
  const touched = async (type: string, props: object) => {
    const asked = { type, props, opts: {}, name: "one", custom: true } as unknown as pulumi.ResourceTransformArgs;
    const { props: changed } = (await touchEverything(asked))!;
    return new Promise<object>((resolve) => pulumi.output(changed).apply((plain) => resolve(plain as object)));
  };

  it("is a text and a size, where the service lets them be changed", async () => {
    expect(await touched("aws:lambda/function:Function", { description: "Adds", memorySize: 128 })).to.deep.equal({
      description: "Adds touched",
      memorySize: 129,
    });
  });

  it("is no text for which AWS would want another resource of the same name", async () => {
    const props = { name: "relational", description: "TLS only" };
    expect(await touched("aws:rds/clusterParameterGroup:ClusterParameterGroup", props)).to.deep.equal(props);
  });
});
