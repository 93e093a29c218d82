import { GUARDRAIL_PREFIX } from "../../components/audit/activity/guardrail-roles";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import { resourceArns, takesResources } from "../../policies/core/iam-actions";
import { typeAt, type Plan, type PlanValue } from "../plan/plan";
import { OWN_KEYS } from "./statements";

/** What a call's region may be: `aws:RequestedRegion` is in every request. */
const IN_REGIONS = { "aws:RequestedRegion": ["${region}", "us-east-1"] };

/** Services that the general statement would bound less than can be, each with a statement of its own. */
const OWN: Readonly<Record<string, Pick<DeployStatement, "Sid" | "Resource" | "Condition">>> = {
  kms: {
    Sid: "KeysOfStacks",
    Resource: ["arn:${partition}:kms:*:${account}:key/*"],
    Condition: { StringEquals: { ...IN_REGIONS, ...OWN_KEYS } },
  },
  // Names of buckets are the world's: their account is not in their ARN.
  s3: {
    Sid: "BucketsOfAccount",
    Resource: ["arn:${partition}:s3:::*"],
    Condition: { StringEquals: { "s3:ResourceAccount": "${account}" } },
  },
  // The pipeline's roles in the accounts that it deploys to, which name the pipeline's in turn.
  sts: { Sid: "RolesForPipeline", Resource: [`arn:\${partition}:iam::*:role/${GUARDRAIL_PREFIX}Pipeline*`] },
};

/**
 * The statements of the boundary: every action that a role of the plans is granted, on resources of the account. What a system
 * is given beyond that, by mistake or on purpose, has no effect until the boundary says so as well.
 *
 * A role has one boundary, of one managed policy's length. Therefore actions share a statement, and the kinds of resources,
 * which each grant names, are not told apart.
 */
export function boundaryStatements(plans: Plan[]): DeployStatement[] {
  const actions = grantedActions(plans);
  const everywhere = actions.filter((action) => !takesResources(action));
  const onResources = actions.filter((action) => !everywhere.includes(action));
  const isOwn = (action: string) => serviceOf(action) in OWN;
  const general = onResources.filter((action) => !isOwn(action));
  return [
    {
      Sid: "ResourcesOfAccount",
      Effect: "Allow",
      Action: general,
      Resource: [...new Set(general.flatMap(servicesOfResources))]
        .sort()
        .map((service) => `arn:\${partition}:${service}:*:\${account}:*`),
      Condition: { StringEquals: IN_REGIONS },
    },
    ...Object.entries(OWN).flatMap(([service, own]): DeployStatement[] => {
      const Action = onResources.filter((action) => serviceOf(action) === service);
      return Action.length === 0 ? [] : [{ Sid: own.Sid, Effect: "Allow", Action, ...own }];
    }),
    {
      Sid: "WithoutResources",
      Effect: "Allow",
      Action: everywhere,
      Resource: "*",
      Condition: { StringEquals: IN_REGIONS },
    },
  ];
}

function serviceOf(action: string): string {
  return action.split(":")[0]!;
}

/** The services in the ARNs of what an action is about: its own where it has resources, as most do, else another's. */
function servicesOfResources(action: string): string[] {
  const services = resourceArns(action).map((arn) => arn.split(":")[2]!);
  return services.includes(serviceOf(action)) ? [serviceOf(action)] : services;
}

/** Every action that a policy of a role allows, sorted. */
export function grantedActions(plans: Plan[]): string[] {
  return [...new Set(grantsOf(plans).map(({ action }) => action))].sort();
}

/** An action that a role of a plan is granted on a resource. */
export interface Grant {
  stack: string;
  action: string;
  /** ARN or `*`, as the plan has it. */
  resource: PlanValue | undefined;
}

/** Everything that roles of plans are granted. */
export function grantsOf(plans: Plan[]): Grant[] {
  const found: Grant[] = [];
  const visit = (stack: string, value: PlanValue | undefined): void => {
    if (Array.isArray(value)) value.forEach((each) => visit(stack, each));
    else if (value !== null && typeof value === "object") {
      if (value["Effect"] === "Allow")
        for (const action of [value["Action"]].flat())
          for (const resource of [value["Resource"]].flat())
            if (typeof action === "string") found.push({ stack, action, resource });
      Object.values(value).forEach((each) => visit(stack, each));
    }
  };
  for (const { stack, resources } of plans)
    for (const [address, { inputs }] of Object.entries(resources))
      if (typeAt(address) === "aws:iam/rolePolicy:RolePolicy") visit(stack, inputs?.["policy"]);
  return found;
}
