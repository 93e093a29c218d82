import * as http from "node:http";

export interface Forwarded {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Kept connections: an engine makes thousands of calls. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
/** Headers that belong to one connection, not to the message. */
const HOP = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade"]);

/**
 * Sends a request to a loopback port and reads the whole answer.
 *
 * @param port where to
 * @param request the message; `headers` are sent as given, without those of the connection it came by
 * @throws Error when nothing answers there
 */
export function forwardRequest(
  port: number,
  request: { method: string; target: string; headers: http.IncomingHttpHeaders; body?: Buffer },
): Promise<Forwarded> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.has(name.toLowerCase())));
  if (request.body) headers["content-length"] = String(request.body.length);
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { host: "127.0.0.1", port, method: request.method, path: request.target, headers, agent },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 502,
            headers: withoutHop(answer.headers),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(request.body);
  });
}

function withoutHop(headers: http.IncomingHttpHeaders): http.IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
}
