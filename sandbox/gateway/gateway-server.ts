import * as http from "node:http";
import type { ControlPlane } from "../database/control-plane";
import { DataApi } from "../database/data-api";
import type { Databases } from "../database/databases";
import { runMapping } from "../mapping/run-mapping";
import type { MappingRequest } from "../mapping/mapping-request";
import { emulatorBackends } from "../mapping/emulator-backends";
import { AssumedAccounts } from "./assumed-accounts";
import { isApiGatewayUpdate, updateApiGateway, type Send } from "./api-gateway-updates";
import { readAwsRequest, type AwsRequest } from "./aws-request";
import { correctedAnswer } from "./corrected-answer";
import { destinationOf } from "./destination";
import { memberRole } from "./member-role";
import { forwardRequest, type Forwarded } from "./forward-request";
import { signedHeaders } from "../emulator/signed-headers";
import { Deployments } from "../release/deployments";
import { RequestRecorder } from "./request-recorder";
import { ScalingTags } from "./scaling-tags";
import type { ServicesOptions } from "./services-options";
import { zoneSigning } from "./zone-signing";

/** What ends the connections of a database, where the control plane did it. */
const RESTARTS: ReadonlySet<string> = new Set(["FailoverDBCluster", "RebootDBInstance"]);

/**
 * The sandbox's one AWS endpoint: hands each call to the emulator that can do it, does the updates that the emulator gets
 * wrong, runs mapping templates for it, and refuses whatever would leave the machine. It can also be the engine's
 * HTTP_PROXY, for the services that put the account id into the host name.
 *
 * @returns a server that does not listen yet; the caller binds it to 127.0.0.1
 */
export function gatewayServer(options: ServicesOptions, databases: Databases, controlPlane: ControlPlane): http.Server {
  const backends = emulatorBackends(options.ports.ministack);
  const dataApi = new DataApi(databases, controlPlane);
  const scalingTags = new ScalingTags();
  const accounts = new AssumedAccounts();
  const recorder = options.record && new RequestRecorder(options.record.requests, options.record.engineLog);
  const deployments = new Deployments(options, (request) => send("moto", request));
  const server = http.createServer((incoming, outgoing) => {
    void answer(incoming)
      .catch((error: Error) => text(502, `The sandbox's gateway could not get an answer: ${error.message}`))
      .then((result) => outgoing.writeHead(result.status, result.headers).end(result.body));
  });
  // TLS through the proxy would be a call to the real AWS.
  server.on("connect", (request, socket) => {
    // The caller may be gone before it has read the refusal.
    socket.on("error", () => socket.destroy());
    socket.end(`HTTP/1.1 403 Refused\r\n\r\nThe sandbox refused a connection to ${request.url}.\n`);
  });
  return server;

  async function answer(incoming: http.IncomingMessage): Promise<Forwarded> {
    if (incoming.url === "/_sandbox/health") return text(200, "ok");
    const request = await readAwsRequest(incoming);
    if (request.path === "/_sandbox/mapping") {
      const result = await runMapping(JSON.parse(request.body.toString("utf8")) as MappingRequest, backends);
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(result)),
      };
    }
    recorder?.record(request);
    if (isApiGatewayUpdate(request)) {
      const changed: Send = async (method, target, body) => {
        const sent = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
        const headers = options.tls ? ownHeaders(request) : request.headers;
        return (await send("ministack", { ...request, headers, method, target, body: sent })) as never;
      };
      return updateApiGateway(
        request,
        changed,
        options.tls && (async () => (await send("ministack", request)) as never),
      );
    }
    const answered = scalingTags.answer(request) ?? zoneSigning(request);
    if (answered) return answered;
    const deployment = deployments.answer(request);
    if (deployment) return deployment;
    const data = await dataApi.answer(request);
    if (data) return data;
    const destination = destinationOf(request);
    if ("refused" in destination) return text(403, destination.refused);
    const result = await send(destination.to, request, destination.host);
    scalingTags.remember(request, result);
    accounts.remember(request, result);
    await makeMemberRole(request, result);
    if (RESTARTS.has(request.action ?? "") && request.service === "rds" && result.status === 200) databases.restart();
    return correctedAnswer(request, destination.to, await deployments.complete(request, result));
  }

  function accountOf({ accessKey }: AwsRequest): string {
    return accounts.of(accessKey) ?? options.accountId;
  }

  async function makeMemberRole(request: AwsRequest, answer: Forwarded): Promise<void> {
    const role = memberRole(request, answer, accountOf(request));
    if (!role) return;
    const caller = { accountId: role.accountId, region: options.region };
    await forwardRequest(options.ports.ministack, {
      method: "POST",
      target: "/",
      headers: { ...signedHeaders("iam", caller), "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from(role.form),
    });
  }

  /** In the account's own name: the caller's signature is for what the caller sent. */
  function ownHeaders(request: AwsRequest): AwsRequest["headers"] {
    const { "x-amz-security-token": _token, ...headers } = request.headers;
    const { accountId, region } = options;
    return { ...headers, ...signedHeaders(request.service ?? "apigateway", { accountId, region }) };
  }

  function send(to: "ministack" | "moto", request: AwsRequest, host = request.host): Promise<Forwarded> {
    const account = accountOf(request);
    return forwardRequest(options.ports[to], {
      method: request.method,
      target: request.target,
      // moto has an account of its own unless it is told.
      headers: { ...request.headers, host, ...(to === "moto" && { "x-moto-account-id": account }) },
      body: request.body,
    });
  }
}

function text(status: number, message: string): Forwarded {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: Buffer.from(`${message}\n`) };
}
