import { synthetics } from "@aws/synthetics-core";
import * as z from "zod/mini";
import { jsonVariable } from "../shared/json-variable";
import { addressSchema } from "./address";
import { askAddress } from "./ask-address";

const addresses = jsonVariable("PROBES", z.array(addressSchema).check(z.minLength(1, "must have an address")));

/**
 * A canary's script: asks each address in a step of its own, also after one has failed, and fails where one has.
 *
 * Environment: `PROBES`, the addresses and their right answers.
 *
 * {@link https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary.html}
 */
export const handler = async (): Promise<string> => {
  const failed: string[] = [];
  for (const address of addresses) {
    try {
      // Synthetics keeps the error with the step; steps can only run one after another.
      await synthetics.executeStep(address.name, () => askAddress(address));
    } catch {
      failed.push(address.name);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} of ${addresses.length} failed: ${failed.join(", ")}`);
  return `${addresses.length} answered as they should`;
};
