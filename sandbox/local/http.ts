import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer, complete. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** API Gateway takes at most 10 MB. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const LARGEST_BODY = 10 * 1024 * 1024;

/** The body of a request, or undefined where it is larger than API Gateway takes. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString("utf8");
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/**
 * Starts a server on 127.0.0.1 that answers with what a function gives.
 *
 * @param port 0 for a free one
 * @param answer called for each request; what it throws is a plain 500, its stack on stderr
 * @returns the server's port and how to stop it
 * @throws Error with code EADDRINUSE where the port is taken
 */
export async function serve(
  port: number,
  answer: (request: IncomingMessage) => Promise<Reply>,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => {
        console.error(error);
        return json(500, { message: "Internal server error" });
      })
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { "cache-control": "no-store", ...headers });
  response.end(body);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
