import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, numeric, text } from "../core/values";

const types = ["aws:synthetics/canary:Canary"];
const RUNTIMES =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library.html";

/** The first version of each kind that runs on a Node.js, Python or Java which is still patched. */
const supported: Readonly<Record<string, number>> = {
  "syn-nodejs": 4,
  "syn-nodejs-puppeteer": 13,
  "syn-nodejs-playwright": 5,
  "syn-python-selenium": 8,
  "syn-java": 1,
};

export const runtime = resourceRule({
  name: "canary-runtime",
  title: "A canary's runtimeVersion is one that AWS still patches",
  why: "A canary on a runtime that has ended can neither be made nor changed any more.",
  severity: "medium",
  ids: [],
  fix: "Set runtimeVersion to the newest of its kind.",
  url: RUNTIMES,
  types,
  check: (canary) => {
    const version = canary.read("runtimeVersion");
    if (isUnknown(version)) return undefined;
    const [, kind, major] = /^(syn(?:-[a-z]+)+)-(\d+)\.\d+$/.exec(text(version) ?? "") ?? [];
    const first = kind && Object.hasOwn(supported, kind) ? supported[kind] : undefined;
    return !(first !== undefined && Number(major) >= first) && "runtimeVersion is none that AWS still patches";
  },
});

export const encryption = resourceRule({
  name: "canary-artifacts-kms",
  title: "A canary encrypts its artifacts with a customer-managed key",
  why: "Reports hold addresses and answers; with a key of your own, reading them is a matter of its policy too.",
  severity: "low",
  ids: [],
  fix: "Set artifactConfig.s3Encryption to SSE_KMS with kmsKeyArn.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_artifact_encryption.html",
  types,
  check: (canary) => canary.mustBeSet("artifactConfig.s3Encryption.kmsKeyArn"),
});

export const tracing = resourceRule({
  name: "canary-xray",
  title: "A canary's runConfig.activeTracing is true",
  why: "A trace shows which of the called services was slow for the stranger.",
  severity: "low",
  ids: [],
  fix: "Set runConfig.activeTracing to true.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_tracing.html",
  types,
  check: (canary) => canary.mustBeTrue("runConfig.activeTracing"),
});

export const retention = resourceRule({
  name: "canary-retention",
  title: "A canary states how long runs are kept, and takes its function along when it goes",
  why: "What is not stated is kept for a month, and the function of a canary that is gone runs no more but stays.",
  severity: "low",
  ids: [],
  fix: "Set successRetentionPeriod, failureRetentionPeriod and deleteLambda.",
  url: "https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html",
  types,
  check: (canary) => [
    ...["successRetentionPeriod", "failureRetentionPeriod"].map((key) => {
      const days = canary.read(key);
      return !isUnknown(days) && (isMissing(days) || !((numeric(days) ?? 0) >= 1)) && `${key} is not set`;
    }),
    canary.mustBeTrue("deleteLambda"),
  ],
});
