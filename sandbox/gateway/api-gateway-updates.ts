import { isDeepStrictEqual } from "node:util";
import type { AwsRequest } from "./aws-request";
import { patchDocument, type PatchOperation } from "./patch-document";
import { patchPlanStages, type PlanStage } from "./usage-plan-stages";

/** Sends a request to ministack in the name of the one that came in. */
export type Send = (
  method: string,
  target: string,
  body?: string,
) => Promise<{ status: number; headers: Record<string, string>; body: Buffer }>;

/** Resources of an API for which the emulator has no update, but a PUT of the whole. */
const PUT_ONLY = /\/(integration\/responses|methods\/[^/]+\/responses|gatewayresponses)\/[^/]+$/;
/** Resources with an update of their own that is right: a stage's settings have paths of another kind. */
const OWN = /^\/restapis\/[^/]+\/stages\/[^/]+$/;
const OURS = /^\/(restapis|usageplans|apikeys|domainnames)\//;

/** True for an update of an API Gateway resource that {@link updateApiGateway} does in the emulator's place. */
export function isApiGatewayUpdate(request: AwsRequest): boolean {
  return (
    request.method === "PATCH" && request.service === "apigateway" && OURS.test(request.path) && !OWN.test(request.path)
  );
}

/**
 * Does an API Gateway update: reads the resource, applies the operations with their right types, and writes the fields
 * that changed.
 *
 * @param send in the name of the account, which may do everything
 * @param asSent where IAM is enforced: sends the request as it came, with the caller's signature. Only a refusal counts of
 * what the emulator makes of it; the rest is done over
 * @returns the emulator's answer
 */
export async function updateApiGateway(
  request: AwsRequest,
  send: Send,
  asSent?: () => ReturnType<Send>,
): ReturnType<Send> {
  const found = await send("GET", request.path);
  if (found.status !== 200) return found;
  const before = JSON.parse(found.body.toString("utf8")) as Record<string, any>;
  const tried = await asSent?.();
  if (tried?.status === 403) return tried;
  const now = (tried ? JSON.parse((await send("GET", request.path)).body.toString("utf8")) : before) as Record<
    string,
    any
  >;
  const given = JSON.parse(request.body.toString("utf8") || "{}") as { patchOperations?: PatchOperation[] };
  const operations = given.patchOperations ?? [];
  const isStages = (operation: PatchOperation) => operation.path.startsWith("/apiStages");
  const after = patchDocument(
    before,
    operations.filter((each) => !isStages(each)),
  );
  if (operations.some(isStages)) {
    after["apiStages"] = patchPlanStages((before["apiStages"] ?? []) as PlanStage[], operations.filter(isStages));
  }
  if (PUT_ONLY.test(request.path)) {
    const put = await send("PUT", request.path, JSON.stringify(after));
    // An update answers 200 where a PUT answers 201.
    return { ...put, status: put.status === 201 ? 200 : put.status };
  }
  const changed = [...new Set([...Object.keys(now), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(now[key], after[key]),
  );
  const patchOperations = changed.map((key) =>
    key in after ? { op: "replace", path: `/${key}`, value: after[key] as unknown } : { op: "remove", path: `/${key}` },
  );
  return send("PATCH", request.path, JSON.stringify({ patchOperations }));
}
