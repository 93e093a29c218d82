import * as fs from "node:fs";
import * as path from "node:path";
import type { ServicesOptions } from "../gateway/services-options";
import type { StartOptions } from "./start-process";

/** How the sandbox's own servers (gateway, mapping shim, forwarder) are started: one Node.js process. */
export function servicesProcess(options: ServicesOptions, node: string, folder: string): StartOptions {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "services.json");
  fs.writeFileSync(file, JSON.stringify(options, undefined, 2));
  return {
    name: "services",
    command: node,
    args: ["--require", require.resolve("tsx/cjs"), path.resolve(__dirname, "../gateway/serve.ts"), file],
    cwd: folder,
    logFile: path.join(folder, "services.log"),
    isHealthy: async () => (await fetch(`http://127.0.0.1:${options.ports.gateway}/_sandbox/health`)).ok,
    env: {
      PATH: [path.dirname(node), "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
      HOME: folder,
      TMPDIR: path.join(folder, "tmp"),
      LANG: "C.UTF-8",
    },
  };
}
