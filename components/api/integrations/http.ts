import type { Integration } from "../integration";
import { bindHttp, checkUrl, type HttpBackend } from "./http-integration";

/**
 * Passes requests to an HTTPS endpoint on the internet. The stage then presents a client certificate, so that the backend
 * can tell the gateway from anybody else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function http(backend: HttpBackend): Integration {
  return {
    kind: "http",
    check: (_route, _variables, fail) => checkUrl(backend.url, fail),
    bind: (site) => bindHttp(backend, site),
  };
}
