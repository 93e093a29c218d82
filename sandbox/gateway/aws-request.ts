import type * as http from "node:http";
import type { TLSSocket } from "node:tls";

/** An AWS call as the gateway sees it: whole, and with what its signature says about it. */
export interface AwsRequest {
  method: string;
  /** Path and query as sent. */
  target: string;
  /** The path, without the query. */
  path: string;
  host: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  /** The service's signing name, for example `dynamodb`; undefined when the request is not signed. */
  service?: string;
  /** The access key; in a sandbox the 12-digit account id. */
  accessKey?: string;
  /** The operation where the protocol names it in a header or the form: `DescribeTable`, `GetEbsEncryptionByDefault`. */
  action?: string;
}

/** Reads the whole request. Absolute targets, as a proxy gets them, are taken apart. */
export async function readAwsRequest(request: http.IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const given = request.url ?? "/";
  const absolute = /^https?:\/\//.test(given) ? new URL(given) : undefined;
  const target = absolute ? absolute.pathname + absolute.search : given;
  const scope = /Credential=([^/,\s]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ??
      decodeURIComponent(/X-Amz-Credential=[^&]+/.exec(target)?.[0] ?? "").replace("X-Amz-", ""),
  );
  const header = request.headers["x-amz-target"];
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const action =
    typeof header === "string"
      ? header.split(".").at(-1)
      : isForm
        ? (new URLSearchParams(body.toString("utf8")).get("Action") ?? undefined)
        : undefined;
  // Who terminates TLS says so to the emulator, whose policies may ask for it; nobody else does.
  const { "x-forwarded-proto": _claimed, ...headers } = request.headers;
  if ((request.socket as TLSSocket).encrypted) headers["x-forwarded-proto"] = "https";
  return {
    method: request.method ?? "GET",
    target,
    path: target.split("?")[0]!,
    host: absolute?.host ?? request.headers.host ?? "",
    headers,
    body,
    ...(scope && { accessKey: scope[1]!, service: scope[2]! }),
    ...(action && { action }),
  };
}
