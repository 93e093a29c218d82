import { inputChecks } from "../input-checks";
import type { CanaryArgs } from "./canary";

const TYPE = "platform:observability:Canary";
const PAGE = "https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html";

/** What an environment of 4 KB holds, each with its address. */
const MOST_PROBES = 20;

/**
 * Refuses what a canary cannot have.
 *
 * @throws InputError for the first fault
 */
export function checkCanaryArgs(name: string, args: CanaryArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches("canaryName", args.canaryName, /^[0-9a-z_-]{1,255}$/, "lower-case letters, digits, - and _", PAGE);
  check.integer("everyMinutes", args.everyMinutes, 1, 60, PAGE);
  check.integer("reportRetentionDays", args.reportRetentionDays, 1, 455, PAGE);
  const { length } = args.probes;
  if (length < 1 || length > MOST_PROBES) check.fail("probes", length, `give 1 to ${MOST_PROBES}`);
  args.probes.forEach((probe, index) => {
    const field = (key: string) => `probes[${index}].${key}`;
    check.matches(field("name"), probe.name, /^[a-z0-9-]{1,255}$/, "lower-case letters, digits and hyphens", PAGE);
    if (args.probes.findIndex((other) => other.name === probe.name) !== index)
      check.fail(field("name"), probe.name, "give each its own name");
    check.matches(field("url"), probe.url, /^https?:\/\/[!-~]+$/, "an address", PAGE);
    check.matches(field("method"), probe.method, /^[A-Z]+$/, "a method in capital letters", PAGE);
    check.integer(field("status"), probe.status, 100, 599, PAGE);
  });
}
