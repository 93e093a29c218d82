import * as pulumi from "@pulumi/pulumi";
import { hasEngine } from "@pulumi/pulumi/runtime";
import { loadConfiguration, type Configuration } from "./config";
import { ConfigurationError, problemText } from "./config/problem";
import { baseline } from "./baseline";
import { management } from "./management";
import { security } from "./security";
import { workload, type Outputs } from "./workload";

/** Builds a stack of any kind from its checked configuration. */
export function build({ environment }: Configuration): Outputs {
  switch (environment.kind) {
    case "workload":
      return workload(environment);
    case "management":
      return management(environment);
    case "security":
      return security(environment);
    case "baseline":
      return baseline(environment);
  }
}

/**
 * The program of every stack: reads the stack's kind and builds it. The engine runs it through `stacks/index.ts`; the
 * Automation API, `npm run plan` and tests call it themselves.
 *
 * @returns the stack's outputs
 * @throws ConfigurationError with everything that is wrong with the configuration
 */
export async function program(): Promise<Outputs> {
  const configuration = loadConfiguration({ stack: pulumi.getStack(), values: pulumi.runtime.allConfig() });
  checkPlaceholders(configuration);
  return build(configuration);
}

/** A preview may have values that nobody filled in yet; a deployment may not. */
function checkPlaceholders({ placeholders }: Configuration): void {
  if (placeholders.length === 0) return;
  if (!pulumi.runtime.isDryRun()) throw new ConfigurationError(placeholders);
  // Without an engine there is nobody to warn: npm run plan reports them itself.
  if (!hasEngine()) return;
  const list = placeholders.map(problemText).join("\n  ");
  void pulumi.log.warn(`This can be previewed, and cannot be deployed yet:\n  ${list}`);
}
