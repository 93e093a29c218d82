import { parseArgs } from "node:util";
import { startLocal } from "./start-local";

const HELP = `usage: npm run local [-- --port PORT] [--json]

Serves the students API and its pages on http://localhost:3000, with the handlers and mapping templates that are
deployed, in memory, without an AWS account. Stop it with Ctrl-C.

  --port PORT   the port, default 3000; 0 takes a free one
  --json        print the address, the API key and a token as one line of JSON, for programs
  --help        print this
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "3000" }, json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    console.error(`--port is ${JSON.stringify(values.port)}: use a number from 0 to 65535`);
    return 2;
  }
  const local = await startLocal(port);
  const { url, apiKey, token } = local;
  console.log(values.json ? JSON.stringify({ url, apiKey, token }) : greeting(url, apiKey, token));
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  await local.close();
  return 0;
}

function greeting(url: string, apiKey: string, token: string): string {
  return `Students API and pages: ${url}  (any name signs in; Ctrl-C stops it)

export KEY=${apiKey}
export TOKEN=${token}
curl -X POST '${url}/addstudentdetails?Roll=10303' -H "x-api-key: $KEY" -H "Authorization: Bearer $TOKEN" \\
  -H 'content-type: application/json' \\
  -d '{"Roll":"10303","FirstName":"Asha","LastName":"Rao","Department":"Physics","Year":"3rd"}'
curl '${url}/getstudentdetails?Roll=10303' -H "x-api-key: $KEY" -H "Authorization: Bearer $TOKEN"
`;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === "EADDRINUSE";
    console.error(isTaken ? `The port is in use: ${error.message}. Choose another with --port.` : error.message);
    process.exitCode = 1;
  },
);
