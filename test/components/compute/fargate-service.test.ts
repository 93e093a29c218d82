import { expect } from "chai";
import type { FargateServiceArgs } from "../../../components/compute/fargate-service";
import { checkFargateServiceArgs } from "../../../components/compute/fargate-service-check";
import type { ImageRepository } from "../../../components/compute/image-repository";
import { InputError } from "../../../components/input-error";
import { errorOf, record } from "../../support/record";
import { makeService } from "./make-service";

const SERVICE = "aws:ecs/service:Service";
const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** Memory that goes with each CPU size, from the page that errors name: the least, the most, and what lies between. */
const SIZES: Record<number, number[]> = {
  256: [512, 1024, 2048],
  512: [1024, 2048, 4096],
  1024: [2048, 3072, 8192],
  2048: [4096, 5120, 16_384],
  4096: [8192, 9216, 30_720],
};

/** Checks arguments as the constructor does first of all. */
function check(args: Partial<FargateServiceArgs>): void {
  checkFargateServiceArgs("web", { image: { digest: `sha256:${"a".repeat(64)}` }, ...args } as FargateServiceArgs);
}

describe("FargateService", function () {
  this.timeout(60_000);

  it("takes the sizes that Fargate has, from the smallest", async () => {
    for (const [cpu, sizes] of Object.entries(SIZES))
      for (const memoryMegabytes of sizes)
        expect(() => check({ cpu: Number(cpu) as 256, memoryMegabytes }), `${cpu} ${memoryMegabytes}`).not.to.throw();
    const smallest = (await record(() => makeService())).one(DEFINITION).inputs;
    expect(smallest).to.include({ cpu: "256", memory: "512" });
    const other = (await record(() => makeService({ cpu: 1024, memoryMegabytes: 3072 }))).one(DEFINITION).inputs;
    expect(other).to.include({ cpu: "1024", memory: "3072" });
  });

  it("refuses what Fargate would refuse before anything is made, and says what it takes", async () => {
    const image = (digest: string) => ({ image: { repository: undefined as unknown as ImageRepository, digest } });
    const size = (cpu: number, memoryMegabytes?: number) => ({ cpu: cpu as 256, memoryMegabytes });
    const tasks = (minimum: number, maximum: number) => ({ tasks: { minimum, maximum } });
    const paths = (...writablePaths: string[]) => ({ writablePaths });
    const cases: [Partial<FargateServiceArgs>, RegExp][] = [
      [image("2.4"), /image\.digest is "2\.4"; use a digest, sha256: and 64 hexadecimal digits/],
      [image(`sha256:${"a".repeat(63)}`), /image\.digest is "sha256:a+"/],
      [image(`sha256:${"A".repeat(64)}`), /image\.digest is "sha256:A+"/],
      [size(128), /cpu is "128"; use one of "256", "512", "1024", "2048", "4096" \(https:\/\/docs\.aws\.amazon\.com/],
      [size(8192, 16_384), /cpu is "8192"/],
      [size(256, 256), /memoryMegabytes is 256; use a size that goes with cpu 256/],
      [size(256, 1536), /memoryMegabytes is 1536/],
      [size(256, 700), /memoryMegabytes is 700/],
      [size(256, 2560), /memoryMegabytes is 2560/],
      [size(512), /memoryMegabytes is 512; use a size that goes with cpu 512/],
      [size(512, 1536), /memoryMegabytes is 1536/],
      [size(512, 5120), /memoryMegabytes is 5120/],
      [size(1024, 1024), /memoryMegabytes is 1024/],
      [size(1024, 9216), /memoryMegabytes is 9216/],
      [size(2048, 3072), /memoryMegabytes is 3072/],
      [size(2048, 17_408), /memoryMegabytes is 17408/],
      [size(4096, 7168), /memoryMegabytes is 7168/],
      [size(4096, 31_744), /memoryMegabytes is 31744/],
      [tasks(0, 6), /tasks\.minimum is 0; use a whole number from 1 to 1000/],
      [tasks(1.5, 6), /tasks\.minimum is 1\.5/],
      [tasks(3, 2), /tasks\.maximum is 2; use a whole number from 3 to 1000/],
      [tasks(2, 1001), /tasks\.maximum is 1001/],
      [paths("/logs", "tmp"), /writablePaths is "tmp"; use absolute paths/],
      [paths("/"), /writablePaths is "\/"/],
      [paths("/var log"), /writablePaths is "\/var log"/],
    ];
    for (const [args, message] of cases)
      expect(() => check(args), message.source)
        .to.throw(InputError, message)
        .with.property("message")
        .that.includes('FargateService "web"');
    expect(await errorOf(() => makeService({ cpu: 512 }))).to.be.instanceOf(InputError);
  });

  it("ends a deployment when its tasks are healthy, and fails with it where ECS goes back", async () => {
    const { one } = await record(() => makeService());
    const service = one(SERVICE);
    expect(service.inputs).to.deep.include({
      waitForSteadyState: true,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
    expect(service.customTimeouts).to.deep.equal({ create: "30m", update: "30m", delete: "20m" });
    // What ECS goes back to must not be taken away meanwhile.
    expect(one(DEFINITION).inputs).to.include({ skipDestroy: true });
  });
});
