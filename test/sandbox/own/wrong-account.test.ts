import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { secretInput } from "../../../sandbox/adaptations/keep-secrets";
import { AccountProviders } from "../../../stacks/accounts";
import { OwnStacks } from "../../support/own-stacks";

const MINE = "444455556666";
const ANOTHERS = "777788889999";

/** With the provider as it is: emulators tell accounts apart by the credentials, as AWS does. */
describe("credentials of another account, by the real engine and provider", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  before(async () => (own = await OwnStacks.create()));
  after(() => own?.remove());

  /** Deploys a topic to an account. @returns what the engine said */
  async function deploy(credentialsOf: string): Promise<string> {
    const run = () => {
      pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
        if (type !== "pulumi:providers:aws") return undefined;
        return { props: { ...props, accessKey: secretInput(credentialsOf) }, opts };
      });
      const account = { name: "mine", id: MINE, region: own.emulator.region, regions: [] };
      const provider = new AccountProviders({ account, stack: "sandbox", tags: {} }).regional;
      new aws.sns.Topic("mine", { name: "wrong-account-test" }, { provider });
      return Promise.resolve();
    };
    const stack = await own.stack(credentialsOf, { asOnAws: true, run });
    let said = "";
    const onOutput = (text: string) => void (said += text);
    await stack.up({ onOutput, suppressProgress: true }).catch((error: Error) => (said += error.message));
    return said;
  }

  it("are refused before anything is made; those of the account are not", async () => {
    expect(await deploy(ANOTHERS)).to.match(new RegExp(`AWS account ID not allowed: ${ANOTHERS}`));
    const state = fs.readdirSync(path.join(own.folder, ANOTHERS, "state"), { recursive: true }) as string[];
    const file = state.find((name) => /stacks.*sandbox\.json$/.test(name))!;
    expect(fs.readFileSync(path.join(own.folder, ANOTHERS, "state", file), "utf8")).not.to.contain(
      "aws:sns/topic:Topic",
    );
    expect(await deploy(MINE)).to.match(/Resources:\s+\+ \d+ created/);
  });
});
