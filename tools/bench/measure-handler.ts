import * as fs from "node:fs";
import * as path from "node:path";
import { root, runNode } from "./run-node";

/** Milliseconds of one process's life with a handler. */
export interface HandlerTimes {
  /** Loading the bundle. */
  load: number;
  /** Loading it and answering the first call: a cold start, Node.js' own start left out. */
  cold: number;
  /** One call when warm. */
  warm: number;
}

/**
 * Measures a handler as it is deployed: bundled by the platform's own bundler, in a process of its own.
 *
 * @param folder takes the bundle
 * @param entry from the repository's root
 * @param event the event's file
 * @param calls how many warm calls; 0 for cold starts alone
 */
export async function measureHandler(
  folder: string,
  entry: string,
  event: string,
  calls: number,
  environment: Record<string, string>,
): Promise<HandlerTimes> {
  const bundle = path.join(folder, `${entry.replace(/\W/g, "-")}.js`);
  const { bundledCode } =
    require("../../components/compute/bundle") as typeof import("../../components/compute/bundle");
  if (!fs.existsSync(bundle)) fs.writeFileSync(bundle, bundledCode(entry));
  const script = path.join(root, "tools/bench/handlers/measure.cjs");
  const { message } = await runNode<HandlerTimes>([script, bundle, event, String(calls)], {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_LAMBDA_FUNCTION_NAME: "bench",
    POWERTOOLS_SERVICE_NAME: "bench",
    POWERTOOLS_METRICS_NAMESPACE: "Platform",
    TABLE_NAME: "StudentDetails",
    ...environment,
  });
  if (!message) throw new Error(`${entry} sent no times`);
  return message;
}
