import { expect } from "chai";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../components/component";
import type { Monitoring } from "../../components/observability/monitoring";
import { removalOptions, type Removal } from "../../components/removal";
import { record } from "../support/record";

class Thing extends PlatformComponent {
  readonly monitoring: Monitoring = { title: "Thing", component: this.componentName, alarms: [], widgets: [] };

  constructor(name: string, removal: Removal | undefined, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Thing", name, opts);
    const first = new aws.sns.Topic(`${name}-first`, {}, this.childOptions());
    new aws.sns.Topic(`${name}-second`, {}, this.childOptions({ dependsOn: [first], ...removalOptions(removal) }));
    this.registerOutputs({});
  }
}

const TOPIC = "aws:sns/topic:Topic";

describe("PlatformComponent", () => {
  it("has a type of the platform, is the parent of its children, and keeps its arguments out of state", async () => {
    const { one, result } = await record(() => new Thing("thing", "destroy"));
    const component = one("platform:data:Thing", "thing");
    expect(component.inputs).to.deep.equal({});
    expect(one(TOPIC, "thing-first").parent).to.equal(component.urn);
    expect(one(TOPIC, "thing-second")).to.deep.include({ parent: component.urn });
    expect(one(TOPIC, "thing-second").dependsOn).to.include(one(TOPIC, "thing-first").urn);
    expect(result.componentName).to.equal("thing");
    expect(result.monitoring.component).to.equal("thing");
  });

  it("passes its provider on", async () => {
    const { one } = await record(() => {
      const provider = new aws.Provider("p", { region: "us-east-1" });
      return new Thing("thing", undefined, { providers: [provider] });
    });
    expect(one(TOPIC, "thing-second").provider).to.include("pulumi:providers:aws::p");
  });
});

describe("removalOptions", () => {
  it("protects and retains by default", async () => {
    const { one } = await record(() => new Thing("thing", undefined));
    expect(one(TOPIC, "thing-second")).to.include({ protect: true, retainOnDelete: true });
    expect(one(TOPIC, "thing-first")).to.include({ protect: false, retainOnDelete: false });
  });

  it("does neither for destroy, unless the whole component is protected", async () => {
    const { one } = await record(() => {
      new Thing("open", "destroy");
      new Thing("shut", "destroy", { protect: true });
    });
    expect(one(TOPIC, "open-second")).to.include({ protect: false, retainOnDelete: false });
    expect(one(TOPIC, "shut-second")).to.include({ protect: true, retainOnDelete: false });
  });
});
