import { parseArgs } from "node:util";
import { WebService } from "./web-service";

/** The port that the sandbox's configuration names. */
const PORT = 43_117;

/**
 * A third party's web service to try the event pipeline with: prints what is posted to it, one line of JSON each.
 *
 * usage: node tools/run.cjs sandbox/web-service/main.ts [--port N] [--status N] [--delay MILLISECONDS]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: String(PORT) },
      status: { type: "string", default: "200" },
      delay: { type: "string", default: "0" },
    },
  });
  const service = new WebService({ status: Number(values.status), delay: Number(values.delay) }, ({ headers, body }) =>
    console.log(
      JSON.stringify({
        at: new Date().toISOString(),
        key: headers["idempotency-key"],
        // Only of a sandbox, so that one sees which token is in use.
        authorization: headers.authorization,
        body,
      }),
    ),
  );
  console.error(`Listening on ${await service.start(Number(values.port))}, until Ctrl-C.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void service.stop());
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
