import { lambdaBackend } from "./lambda-backend";
import type { Backends } from "./run-mapping";
import { sqsBackend } from "./sqs-backend";

/** The services that integrations call, on the emulator. */
export function emulatorBackends(ministackPort: number): Backends {
  const endpoint = `http://127.0.0.1:${ministackPort}`;
  return { lambda: lambdaBackend(endpoint), sqs: sqsBackend(endpoint) };
}
