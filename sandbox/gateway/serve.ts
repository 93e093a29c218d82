/**
 * The process that holds the sandbox's own servers: the gateway with the mapping shim, and the forwarder.
 *
 * usage: node --require tsx/cjs sandbox/gateway/serve.ts OPTIONS.json
 */
import * as fs from "node:fs";
import type * as http from "node:http";
import { forwardServer } from "../forward/forward-server";
import { gatewayServer } from "./gateway-server";
import type { ServicesOptions } from "./services-options";

const options = JSON.parse(fs.readFileSync(process.argv[2]!, "utf8")) as ServicesOptions;

function listen(server: http.Server, port: number, host: string): void {
  server.on("error", (error: NodeJS.ErrnoException) => {
    // A machine without IPv6 still has the other address of localhost.
    if (host === "::1" && (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT")) return;
    console.error(`Port ${port} on ${host}: ${error.message}`);
    process.exit(1);
  });
  server.listen(port, host);
}

listen(gatewayServer(options), options.ports.gateway, "127.0.0.1");
// Browsers take localhost for either address.
listen(forwardServer(options), options.ports.forward, "127.0.0.1");
listen(forwardServer(options), options.ports.forward, "::1");
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
