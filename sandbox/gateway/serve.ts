/**
 * The process that holds the sandbox's own servers: the gateway with the mapping shim, and the forwarder.
 *
 * usage: node --require tsx/cjs sandbox/gateway/serve.ts OPTIONS.json
 */
import * as fs from "node:fs";
import type * as net from "node:net";
import * as path from "node:path";
import { ControlPlane } from "../database/control-plane";
import { Databases } from "../database/databases";
import { forwardServer } from "../forward/forward-server";
import { gatewayServer } from "./gateway-server";
import type { ServicesOptions } from "./services-options";
import { withTls } from "./with-tls";

const options = JSON.parse(fs.readFileSync(process.argv[2]!, "utf8")) as ServicesOptions;

const controlPlane = new ControlPlane(`http://127.0.0.1:${options.ports.ministack}`, options);
const pem = (name: string) => fs.readFileSync(path.join(options.databaseFolder, name), "utf8");
const databases = new Databases({
  controlPlane,
  // What the emulator gives functions, and what people use with it.
  secretKeys: ["test", "sandbox"],
  certificate: () => ({ key: pem("key.pem"), cert: pem("certificate.pem") }),
});

function listen(server: net.Server, port: number, host: string): void {
  server.on("error", (error: NodeJS.ErrnoException) => {
    // A machine without IPv6 still has the other address of localhost.
    if (host === "::1" && (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT")) return;
    console.error(`Port ${port} on ${host}: ${error.message}`);
    process.exit(1);
  });
  server.listen(port, host);
}

const gateway = gatewayServer(options, databases, controlPlane);
listen(options.tls ? withTls(gateway, options.tls) : gateway, options.ports.gateway, "127.0.0.1");
listen(databases.server(), options.ports.database, "127.0.0.1");
// Browsers take localhost for either address.
listen(forwardServer(options), options.ports.forward, "127.0.0.1");
listen(forwardServer(options), options.ports.forward, "::1");
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
