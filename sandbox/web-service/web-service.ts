import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How a web service behaves; may be changed while it runs. */
export interface WebServiceBehaviour {
  /** Status of the answers. Default 200. */
  status: number;
  /** Statuses of the next answers, before `status` holds; each is used once. Default none. */
  next: number[];
  /** Milliseconds before it answers. Default 0. */
  delay: number;
}

/** A request that was received. */
export interface ReceivedRequest {
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

/**
 * A third party's web service on this machine: it keeps what is posted to it and answers as it is told. For what the
 * event pipeline sends to the target `web`.
 */
export class WebService {
  readonly behaviour: WebServiceBehaviour;
  readonly received: ReceivedRequest[] = [];
  private readonly server: Server;

  constructor(behaviour: Partial<WebServiceBehaviour> = {}, onRequest: (request: ReceivedRequest) => void = () => {}) {
    this.behaviour = { status: 200, next: [], delay: 0, ...behaviour };
    this.server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () => {
        const received = { headers: request.headers, body: parsed(text) };
        this.received.push(received);
        onRequest(received);
        const { delay, next } = this.behaviour;
        const status = next.shift() ?? this.behaviour.status;
        const timer = setTimeout(() => response.writeHead(status).end(), delay);
        response.on("close", () => clearTimeout(timer));
      });
    });
  }

  /**
   * Begins to listen, on the loopback address alone.
   *
   * @param port default one that is free
   * @returns the address that events are posted to
   */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/events`;
  }

  /** Ends, with the connections that are open. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
