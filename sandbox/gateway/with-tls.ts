import * as fs from "node:fs";
import type * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import type { CertificateFiles } from "../emulator/certificate";

/** First byte of every TLS connection: a handshake record. */
const HANDSHAKE = 0x16;

/**
 * Serves HTTP and HTTPS on one port, so that callers without TLS are answered too: by policies that refuse them, as on AWS.
 *
 * @param server answers both; it must not listen itself
 */
export function withTls(server: http.Server, files: Pick<CertificateFiles, "certificate" | "key">): net.Server {
  const secure = https.createServer({ cert: fs.readFileSync(files.certificate), key: fs.readFileSync(files.key) });
  for (const event of ["request", "connect"] as const)
    secure.on(event, (...given: unknown[]) => void server.emit(event, ...given));
  return net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === HANDSHAKE ? secure : server).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}
