import type { Bench } from "./figure";
import { root } from "./run-node";

/** How large each handler is: what Lambda has to read before its first call. */
export const bundles: Bench = {
  name: "bundles",
  about: "the size of each deployed handler, and what of it is not AWS SDK",
  async run() {
    // Only now, so that --help need not wait for the platform.
    const { bundleAll } =
      require("../../components/compute/bundle") as typeof import("../../components/compute/bundle");
    const { program } = require("../../stacks/program") as typeof import("../../stacks/program");
    const { runStack } = require("../plan/run-stack") as typeof import("../plan/run-stack");
    const { resources } = await runStack({ stack: "prod", root, program });
    const entries = resources
      .filter(({ type }) => type === "platform:compute:Function")
      .map(({ outputs }) => outputs?.["entry"])
      .filter((entry): entry is string => typeof entry === "string");
    const unique = [...new Set(entries)].sort();
    return bundleAll(unique).map(({ bytes, bytesWithoutSdk }, index) => ({
      name: `bundle of ${unique[index]}`,
      value: bytes / 1000,
      unit: "kB",
      ratio: { value: bytesWithoutSdk / bytes, to: "the whole without the AWS SDK" },
    }));
  },
};
