import * as crypto from "node:crypto";
import type { Adaptation } from "./adaptation";

/**
 * Gives an API key without a value one that follows from its account and name, so that a second run changes nothing. The
 * emulator looks for a value in every account and takes the first that has it, so that no two accounts may share one.
 *
 * @param accountId the account that is deployed to
 */
export function apiKeyValue(accountId: string): Adaptation {
  return {
    change: "An API key gets a value",
    reason: "API Gateway generates values; the emulator refuses keys without one of at least 20 characters",
    coveredBy: "test/components/api/rest-api.test.ts",
    transform: ({ type, name, props, opts }) => {
      if (type !== "aws:apigateway/apiKey:ApiKey" || props["value"] !== undefined) return undefined;
      const value = crypto.createHash("sha256").update(`sandbox ${accountId} ${name}`).digest("hex").slice(0, 40);
      return { props: { ...props, value }, opts };
    },
  };
}
