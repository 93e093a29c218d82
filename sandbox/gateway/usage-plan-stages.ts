import { pointerKeys, type PatchOperation } from "./patch-document";

/** A stage that a usage plan covers, with limits of its own per path and method. */
export interface PlanStage {
  apiId: string;
  stage: string;
  throttle?: Record<string, { rateLimit?: number; burstLimit?: number }>;
}

/**
 * Applies to a usage plan's stages the operations of an update that concern them: `add /apiStages` and
 * `remove /apiStages` with value `API:STAGE`, and those below `/apiStages/API:STAGE/throttle`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/patch-operations.html#UpdateUsagePlan-Patch
 */
export function patchPlanStages(stages: PlanStage[], operations: PatchOperation[]): PlanStage[] {
  let result = structuredClone(stages);
  for (const { op, path, value } of operations) {
    const [, id, , method, limit] = pointerKeys(path);
    if (id === undefined) {
      const [apiId, stage] = (value ?? "").split(":") as [string, string];
      result = result.filter((each) => each.apiId !== apiId || each.stage !== stage);
      if (op !== "remove") result.push({ apiId, stage });
      continue;
    }
    const target = result.find((each) => `${each.apiId}:${each.stage}` === id);
    if (!target) continue;
    if (method === undefined) {
      if (op === "remove") delete target.throttle;
      else target.throttle = JSON.parse(value ?? "{}") as PlanStage["throttle"];
    } else if (limit === "rateLimit" || limit === "burstLimit") {
      ((target.throttle ??= {})[method] ??= {})[limit] = Number(value);
    } else if (op === "remove") {
      delete target.throttle?.[method];
    }
  }
  return result;
}
