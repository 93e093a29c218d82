import type { Emulator } from "../../../sandbox/emulator/emulator";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";

/** Calls API Gateway's control plane through the gateway. */
export async function apiGateway(emulator: Emulator, method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${emulator.endpoint}${path}`, {
    method,
    headers: { ...signedHeaders("apigateway", emulator), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

export interface TestApi {
  apiId: string;
  /** Path of the method's resources in the control plane. */
  method: string;
  /** Base of the deployed stage `Dev`. */
  url: string;
}

/** A deployed API with `POST /add` and this integration; stage variable `collegealias` is `live`. */
export async function createApi(
  emulator: Emulator,
  integration: Record<string, unknown>,
  responses: Record<string, Record<string, unknown>>,
  httpMethod = "POST",
): Promise<TestApi> {
  const { id: apiId } = await apiGateway(emulator, "POST", "/restapis", { name: "test" });
  const { item } = await apiGateway(emulator, "GET", `/restapis/${apiId}/resources`);
  const resource = await apiGateway(emulator, "POST", `/restapis/${apiId}/resources/${item[0].id}`, {
    pathPart: "add",
  });
  const method = `/restapis/${apiId}/resources/${resource.id}/methods/${httpMethod}`;
  await apiGateway(emulator, "PUT", method, { authorizationType: "NONE" });
  await apiGateway(emulator, "PUT", `${method}/integration`, integration);
  for (const [status, response] of Object.entries(responses)) {
    await apiGateway(emulator, "PUT", `${method}/responses/${status}`, {});
    await apiGateway(emulator, "PUT", `${method}/integration/responses/${status}`, response);
  }
  await apiGateway(emulator, "POST", `/restapis/${apiId}/deployments`, {
    stageName: "Dev",
    variables: { collegealias: "live" },
  });
  return { apiId, method, url: `${emulator.endpoint}/_aws/execute-api/${apiId}/Dev` };
}
