import * as http from "node:http";
import { forwardRequest, type Forwarded } from "../gateway/forward-request";
import type { ServicesOptions } from "../gateway/services-options";
import { findDeployed, routeOf, type Deployed } from "./deployed";
import { localAddresses } from "./local-addresses";

/** What the emulator's hosted login and key set answer. */
const LOGIN = /^\/(oauth2\/|login$|logout$|[a-z0-9-]+_[A-Za-z0-9]+\/\.well-known\/)/;
/** How long what was found deployed is taken for what is. */
const REMEMBER_MILLISECONDS = 2000;

/**
 * Pages, students API and hosted login on one origin, as one deployment: everything is forwarded to what is deployed on
 * the emulator, through API Gateway's checks and CloudFront's headers. Where a page names addresses on AWS, it gets this
 * origin's instead.
 *
 * @returns a server that does not listen yet; the caller binds it to the loopback addresses
 */
export function forwardServer(options: ServicesOptions): http.Server {
  const endpoint = `http://127.0.0.1:${options.ports.ministack}`;
  let known: { deployed: Promise<Deployed>; until: number } | undefined;
  return http.createServer((incoming, outgoing) => {
    void answer(incoming)
      .catch((error: Error) => text(502, `The sandbox did not answer: ${error.message}`))
      .then((result) => outgoing.writeHead(result.status, result.headers).end(result.body));
  });

  async function answer(incoming: http.IncomingMessage): Promise<Forwarded> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const target = incoming.url ?? "/";
    const path = target.split("?")[0]!;
    const origin = `http://${incoming.headers.host ?? `localhost:${options.ports.forward}`}`;
    const send = (sentTarget: string, headers: http.IncomingHttpHeaders = {}) =>
      forwardRequest(options.ports.ministack, {
        method: incoming.method ?? "GET",
        target: sentTarget,
        headers: { ...incoming.headers, "x-forwarded-for": incoming.socket.remoteAddress ?? "127.0.0.1", ...headers },
        body: Buffer.concat(chunks),
      });

    if (path.startsWith("/_aws/execute-api/")) return send(target);
    if (LOGIN.test(path)) return send(target);
    const { routes, distribution, names } = await deployed();
    const route = routeOf(routes, path);
    if (route) return send(`/_aws/execute-api/${route.apiId}/${route.stage}${target}`);
    if (!distribution) return text(503, "No pages are deployed.");
    const page = await send(target, {
      host: distribution,
      "x-forwarded-proto": "https",
      "accept-encoding": "identity",
    });
    return rewritten(page, (body) => localAddresses(body, origin, names));
  }

  function deployed(): Promise<Deployed> {
    if (!known || known.until < Date.now()) {
      const found = findDeployed(endpoint, options);
      known = { deployed: found, until: Date.now() + REMEMBER_MILLISECONDS };
      found.catch(() => (known = undefined));
    }
    return known.deployed;
  }
}

function rewritten(page: Forwarded, local: (text: string) => string): Forwarded {
  const headers: http.IncomingHttpHeaders = { ...page.headers };
  for (const name of ["content-security-policy", "location"]) {
    const value = headers[name];
    if (typeof value === "string") headers[name] = local(value);
  }
  const isText = /^(text\/|application\/(json|javascript|manifest\+json))/.test(headers["content-type"] ?? "");
  if (!isText) return { ...page, headers };
  const body = Buffer.from(local(page.body.toString("utf8")));
  delete headers["etag"];
  if (headers["content-length"] !== undefined && page.body.length) headers["content-length"] = String(body.length);
  return { status: page.status, headers, body };
}

function text(status: number, message: string): Forwarded {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: Buffer.from(`${message}\n`) };
}
