import { inputChecks } from "../input-checks";
import type { FargateServiceArgs } from "./fargate-service-args";

export const FARGATE_TYPE = "platform:compute:FargateService";
const SIZES =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size";
const DIGEST = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push.html";

/** Memory in MiB that Fargate takes with each CPU size: least, most, step. */
const MEMORY: Record<number, readonly [least: number, most: number, step: number]> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
};

/** @throws InputError for the first argument that Fargate would refuse, or that pins nothing */
export function checkFargateServiceArgs(name: string, args: FargateServiceArgs): void {
  const check = inputChecks(FARGATE_TYPE, name);
  // The placeholder of a configuration that nobody has filled in can be planned, and is refused by a deployment.
  const digest = /^(sha256:[0-9a-f]{64}|REPLACE_ME)$/;
  check.matches("image.digest", args.image.digest, digest, "a digest, sha256: and 64 hexadecimal digits", DIGEST);
  const { cpu = 256, memoryMegabytes = 512, tasks = { minimum: 2, maximum: 6 } } = args;
  check.oneOf("cpu", String(cpu), Object.keys(MEMORY), SIZES);
  const [least, most, step] = MEMORY[cpu]!;
  // 1 GB is the one size between 512 and 2048 that comes with a quarter of a processor.
  const fits = memoryMegabytes >= least && memoryMegabytes <= most && memoryMegabytes % step === 0;
  if (!fits || (cpu === 256 && memoryMegabytes === 1536))
    check.fail("memoryMegabytes", memoryMegabytes, `use a size that goes with cpu ${cpu} (${SIZES})`);
  check.integer("tasks.minimum", tasks.minimum, 1, 1000, SIZES);
  check.integer("tasks.maximum", tasks.maximum, tasks.minimum, 1000, SIZES);
  for (const path of args.writablePaths ?? [])
    if (!/^\/[\w./-]+$/.test(path)) check.fail("writablePaths", path, "use absolute paths");
}
