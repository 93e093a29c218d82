import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { expect } from "chai";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { leaveOut, type LeftOut } from "../../../sandbox/adaptations/leave-out";

/** A type that is left out, and gets no outputs beyond the usual. */
const LEFT_OUT = "aws:s3/bucketMetric:BucketMetric";
const account = { accountId: "111122223333", region: "eu-west-1" };

function request(type: string, name: string, inputs: object, more: { parent?: string; dependencies?: string[] } = {}) {
  const made = new resproto.RegisterResourceRequest();
  made.setType(type);
  made.setName(name);
  made.setCustom(true);
  made.setParent(more.parent ?? "");
  made.setDependenciesList(more.dependencies ?? []);
  made.setObject(Struct.fromJavaScript(inputs as never));
  for (const dependency of more.dependencies ?? []) {
    const property = new resproto.RegisterResourceRequest.PropertyDependencies();
    property.setUrnsList([dependency]);
    made.getPropertydependenciesMap().set("arn", property);
  }
  return made;
}

/** A monitor that keeps what reaches the engine. */
function monitor() {
  const reached: any[] = [];
  const reports: LeftOut[] = [];
  const stub = {
    registerResource(sent: any, callback: (error: unknown, response: any) => void) {
      reached.push(sent);
      callback(null, new resproto.RegisterResourceResponse());
    },
  };
  leaveOut(account, (resource) => reports.push(resource), stub);
  const register = (sent: any) =>
    new Promise<any>((resolve, reject) =>
      stub.registerResource(sent, (error, response) => (error ? reject(error as Error) : resolve(response))),
    );
  return { reached, reports, register };
}

describe("leaveOut", () => {
  it("answers a type that no emulator has with outputs of its own, and tells of it", async () => {
    const { reached, reports, register } = monitor();
    const answer = await register(request(LEFT_OUT, "central", { name: "central", tags: { a: "b" } }));
    expect(reached).to.deep.equal([]);
    expect(reports.map(({ type, name }) => [type, name])).to.deep.equal([[LEFT_OUT, "central"]]);
    expect(answer.getId()).to.match(/^central-[0-9a-f]{8}$/);
    expect(answer.getObject().toJavaScript()).to.deep.equal({
      name: "central",
      tags: { a: "b" },
      arn: `arn:aws:s3:eu-west-1:111122223333:bucketmetric/${answer.getId()}`,
    });
    const again = await monitor().register(request(LEFT_OUT, "central", { name: "central" }));
    expect(again.getId()).to.equal(answer.getId());
  });

  it("takes it out of what others depend on, and gives its children its parent", async () => {
    const { reached, register } = monitor();
    const parent = "urn:pulumi:dev::platform::platform:observability:Hub::hub";
    const urn = (await register(request(LEFT_OUT, "central", {}, { parent }))).getUrn() as string;
    expect(urn).to.match(/::platform:observability:Hub\$aws:s3\/bucketMetric:BucketMetric::central$/);
    const kept = "urn:pulumi:dev::platform::aws:kms/key:Key::key";
    const wrapped = {
      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
      value: "x",
      dependencies: [urn, kept],
    };
    await register(
      request("aws:ssm/parameter:Parameter", "arn", { value: wrapped }, { parent: urn, dependencies: [urn, kept] }),
    );
    const [sent] = reached;
    expect(sent.getParent()).to.equal(parent);
    expect(sent.getDependenciesList()).to.deep.equal([kept]);
    expect(sent.getPropertydependenciesMap().get("arn").getUrnsList()).to.not.include(urn);
    expect(JSON.stringify(sent.getObject().toJavaScript())).to.not.contain(urn);
  });

  it("unwraps inputs, and keeps secrets secret and unknowns unknown", async () => {
    const { register } = monitor();
    const output = { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const answer = await register(
      request(LEFT_OUT, "s", {
        name: { ...output, value: "n" },
        password: { ...output, value: "p", secret: true },
        later: output,
      }),
    );
    expect(answer.getObject().toJavaScript()).to.deep.include({
      name: "n",
      password: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "p" },
      later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    });
  });

  it("lets everything else through unchanged", async () => {
    const { reached, register } = monitor();
    const sent = request("aws:sqs/queue:Queue", "q", { name: "q" }, { dependencies: ["urn:x"] });
    const before = sent.toObject();
    await register(sent);
    expect(reached[0].toObject()).to.deep.equal(before);
  });
});
