import * as aws from "@pulumi/aws";
import type * as auto from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { FargateService } from "../../../components/compute/fargate-service";
import { ImageRepository } from "../../../components/compute/image-repository";
import { Bucket } from "../../../components/data/bucket";
import { WebAcl } from "../../../components/edge/web-acl";
import { Key } from "../../../components/encryption/key";
import { LoadBalancer } from "../../../components/network/load-balancer";
import { Network } from "../../../components/network/network";
import { AccountProviders } from "../../../stacks/accounts";
import { readUnfinished } from "../../../tools/deploy/read-unfinished";
import { OwnStacks } from "../../support/own-stacks";
import { recordedProgress } from "../engine/support/recorded-progress";

const NAME = "rolled-back";
const HEALTHY = `sha256:${"0".repeat(63)}1`;
/** The one image of the sandbox that never becomes healthy. */
const UNHEALTHY = `sha256:${"0".repeat(64)}`;

describe("a service whose deployment ECS rolls back, by the real engine", function () {
  // Minutes at most, and many where others share the processor; only what hangs takes this long.
  this.timeout(1_200_000);
  let own: OwnStacks;
  let stack: auto.Stack;
  /** What the next deployment has. */
  let digest: string;

  before(async () => {
    own = await OwnStacks.create();
    stack = await own.stack(NAME, { run: () => Promise.resolve(program()) });
  });
  after(() => own?.remove());

  function program(): Record<string, unknown> {
    const { accountId: id, region } = own.emulator;
    const account = { name: "sandbox", id, region, regions: [] };
    const { regional: provider } = new AccountProviders({ account, stack: "sandbox", tags: { Owner: "platform" } });
    const options = { provider };
    const key = new Key(NAME, { description: "Containers of a test", removal: "destroy" }, options);
    const network = new Network(NAME, { key, zones: 2 }, options);
    const certificate = new aws.acm.Certificate(
      NAME,
      { domainName: "rolled-back.example.org", validationMethod: "DNS" },
      options,
    );
    const accessLogs = new Bucket(`${NAME}-logs`, { logTarget: ["loadBalancer"], encryption: "AES256" }, options);
    const loadBalancer = new LoadBalancer(
      `${NAME}-alb`,
      {
        network,
        certificateArn: certificate.arn,
        webAcl: new WebAcl(`${NAME}-acl`, { scope: "REGIONAL", key }, options),
        accessLogs,
      },
      options,
    );
    const repository = new ImageRepository(`${NAME}-images`, { key }, options);
    const { service } = new FargateService(
      `${NAME}-web`,
      { key, network, loadBalancer, image: { repository, digest } },
      options,
    );
    return { taskDefinition: service.taskDefinition };
  }

  /** Deploys as the platform does, but for its policies, which are about whole stacks; what was wrong, or nothing. */
  async function up(image: string): Promise<string | undefined> {
    digest = image;
    const report = recordedProgress();
    const quietly = { onOutput: () => undefined };
    await readUnfinished(stack, report, quietly);
    return stack.up(quietly).then(
      () => undefined,
      (error: Error) => [...report.lines, error.message].join("\n"),
    );
  }

  it("fails each time, and ends well with an image that becomes healthy", async () => {
    expect(await up(HEALTHY)).to.equal(undefined);
    const { taskDefinition } = await stack.outputs();
    const rolledBack = /Service deployment rolled back because the circuit breaker threshold was exceeded/;
    expect(await up(UNHEALTHY)).to.match(rolledBack);
    const again = await up(UNHEALTHY);
    expect(again)
      .to.match(rolledBack)
      .and.match(/left unfinished: rolled-back-web-service/);
    expect(await up(HEALTHY)).to.equal(undefined);
    const { taskDefinition: later } = await stack.outputs();
    const revision = (output: auto.OutputValue) => Number((output.value as string).split(":").pop());
    expect(revision(later!)).to.be.above(revision(taskDefinition!));
  });
});
