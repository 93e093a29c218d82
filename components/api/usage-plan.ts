import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { withOverrides } from "../overrides";

/** What the holder of a key may use. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
export interface UsagePlanArgs {
  /** Steady requests per second and key. Above it the answer is 429. */
  rateLimit: number;
  /** Requests at once and key. */
  burstLimit: number;
  /** Requests in a period and key. */
  quota: { limit: number; period: "DAY" | "WEEK" | "MONTH" };
}

/** A key names a client, it does not authenticate one. */
export interface ApiKeyArgs {
  /** Unique within the API, for example `pages`. */
  name: string;
  description?: string;
  /** False refuses the key without deleting it. Default true. */
  enabled?: boolean;
}

/** The keys of an API and the plan they are bound to. */
export interface UsagePlanResources {
  plan?: aws.apigateway.UsagePlan;
  keys: Record<string, aws.apigateway.ApiKey>;
}

/** Makes the usage plan of the stage, and its keys. AWS makes the keys' values; they are secret in state and logs. */
export function createUsagePlan(
  name: string,
  args: {
    apiName: string;
    usagePlan?: UsagePlanArgs;
    apiKeys?: ApiKeyArgs[];
    tags?: Record<string, pulumi.Input<string>>;
    overrides?: { usagePlan?: Partial<aws.apigateway.UsagePlanArgs> };
  },
  stage: aws.apigateway.Stage,
  opts: pulumi.CustomResourceOptions,
): UsagePlanResources {
  const { apiName, usagePlan, tags } = args;
  if (!usagePlan) return { keys: {} };
  const plan = new aws.apigateway.UsagePlan(
    `${name}-usage-plan`,
    withOverrides<aws.apigateway.UsagePlanArgs>(
      {
        name: apiName,
        description: `Limits of the clients of ${apiName}.`,
        throttleSettings: { rateLimit: usagePlan.rateLimit, burstLimit: usagePlan.burstLimit },
        quotaSettings: { limit: usagePlan.quota.limit, period: usagePlan.quota.period },
        tags,
      },
      args.overrides?.usagePlan,
      { apiStages: [{ apiId: stage.restApi, stage: stage.stageName }] },
    ),
    opts,
  );
  const keys: Record<string, aws.apigateway.ApiKey> = {};
  for (const { name: keyName, description, enabled } of args.apiKeys ?? []) {
    const key = new aws.apigateway.ApiKey(
      `${name}-key-${keyName}`,
      {
        name: `${apiName}-${keyName}`,
        description: description ?? `Client ${keyName} of ${apiName}.`,
        enabled: enabled ?? true,
        tags,
      },
      { ...opts, additionalSecretOutputs: ["value"] },
    );
    new aws.apigateway.UsagePlanKey(
      `${name}-plan-key-${keyName}`,
      { usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" },
      { ...opts, additionalSecretOutputs: ["value"] },
    );
    keys[keyName] = key;
  }
  return { plan, keys };
}
