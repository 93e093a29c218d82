import { boundaryArn } from "../../components/baseline/boundary-document";
import { resourceArns } from "../../policies/core/iam-actions";
import { matches } from "../../policies/core/wildcard";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import { actionsOf } from "./actions-of";
import type { RecordedOperations, UnrecordedOperations } from "./record";

/** What the policy is made from. */
export interface PolicySources {
  recorded: RecordedOperations;
  unrecorded: UnrecordedOperations;
  /** Types of resources that deployments make. */
  types: readonly string[];
  /** Services that the roles of deployments trust. */
  trusted: readonly string[];
}

/** What every deployment calls, whatever it makes. */
const ALWAYS = ["aws:index/getCallerIdentity:getCallerIdentity", "pulumi:providers:aws"];

/** Asked by the provider, which goes on when it is refused. */
const NOT_NEEDED = new Set(["iam:GetUser"]);

/** Services of which a stack has parts in us-east-1 too: what CloudFront uses, and what watches it. */
const GLOBAL = new Set(["acm", "cloudwatch", "events", "kms", "lambda", "logs", "sns", "sqs", "wafv2"]);

/** Longest list of resources before it is all of a service's in the account and region. */
const MOST_RESOURCES = 6;

/** Roles that deployments make: named by their component, or after what they are for and the region. */
const ROLES = [
  "arn:${partition}:iam::${account}:role/*-role-*",
  "arn:${partition}:iam::${account}:role/*-${region}*",
  "arn:${partition}:iam::${account}:role/*-us-east-1*",
];

/** Resources where AWS's list has kinds that the platform has nothing of, or bounds them less than can be. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  apigateway: ["apikeys", "clientcertificates", "domainnames", "restapis", "tags", "usageplans", "vpclinks"].flatMap(
    (part) => [
      `arn:\${partition}:apigateway:\${region}::/${part}`,
      `arn:\${partition}:apigateway:\${region}::/${part}/*`,
    ],
  ),
  ec2: ["arn:${partition}:ec2:${region}:${account}:*"],
  events: ["arn:${partition}:events:${region}:${account}:rule/*"],
  iam: ROLES,
  kinesis: [
    "arn:${partition}:kinesis:${region}:${account}:stream/*",
    "arn:${partition}:kms:${region}:${account}:key/*",
  ],
  lambda: [
    "arn:${partition}:lambda:${region}:${account}:event-source-mapping:*",
    "arn:${partition}:lambda:${region}:${account}:function:*",
  ],
  quicksight: [
    "arn:${partition}:quicksight:${region}:${account}:dataset/*",
    "arn:${partition}:quicksight:${region}:${account}:datasource/*",
  ],
  "redshift-serverless": [
    "arn:${partition}:redshift-serverless:${region}:${account}:namespace/*",
    "arn:${partition}:redshift-serverless:${region}:${account}:workgroup/*",
  ],
  s3: ["arn:${partition}:s3:::*"],
  // Passwords that RDS and Redshift keep themselves, and what systems make; values are read at run time, by roles of their own.
  secretsmanager: [
    "arn:${partition}:secretsmanager:${region}:${account}:secret:platform/*",
    "arn:${partition}:secretsmanager:${region}:${account}:secret:rds!*",
    "arn:${partition}:secretsmanager:${region}:${account}:secret:redshift!*",
  ],
  ssm: ["arn:${partition}:ssm:${region}:${account}:parameter/*"],
  wafv2: [
    "arn:${partition}:wafv2:${region}:${account}:*",
    "arn:${partition}:apigateway:${region}::/restapis/*/stages/*",
    "arn:${partition}:cognito-idp:${region}:${account}:userpool/*",
    "arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/*",
  ],
};

/** Actions that create what a service makes for itself on first use. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const SERVICE_LINKED = [
  "ecs.amazonaws.com",
  "ecs.application-autoscaling.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "ops.apigateway.amazonaws.com",
  "rds.amazonaws.com",
  "redshift.amazonaws.com",
  "wafv2.amazonaws.com",
];

/** Actions on keys that services use on behalf of who deploys; never called by the deployment itself. */
const KEY_USE = ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];

/**
 * Canaries run on a layer that AWS publishes from accounts of its own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Roles.html
 */
const LAYERS_OF_CANARIES: DeployStatement = {
  Sid: "LayersOfCanaries",
  Effect: "Allow",
  Action: ["lambda:GetLayerVersion"],
  Resource: ["arn:${partition}:lambda:${region}:*:layer:Synthetics*"],
};

/** Secrets of the applications registered with Google and Facebook, made by hand, are all that a deployment reads. */
const READ_SECRET = "secretsmanager:GetSecretValue";
const SECRETS_OF_SIGN_IN: DeployStatement = {
  Sid: "SecretsOfSignIn",
  Effect: "Allow",
  Action: [READ_SECRET],
  Resource: ["arn:${partition}:secretsmanager:${region}:${account}:secret:sign-in/*"],
};

/** Keys that stacks have made: every resource has this tag of the provider. */
export const OWN_KEYS = { "aws:ResourceTag/ManagedBy": "pulumi" };

/**
 * The statements of the deploy policy: per service every action that was recorded for the types of resources, on the
 * resources that AWS's list has for them, in the account and its regions.
 *
 * @throws Error for a type that is neither recorded nor written down
 */
export function deployStatements({ recorded, unrecorded, types, trusted }: PolicySources): DeployStatement[] {
  const actions = new Set<string>();
  for (const type of [...types, ...ALWAYS]) {
    const known = [recorded[type], unrecorded[type]].filter((each) => each !== undefined);
    if (known.length === 0)
      throw new Error(`Nothing is known of ${type}: record it with "npm run sandbox -- record", or write it down.`);
    for (const action of actionsOfType(type, recorded, unrecorded)) if (!NOT_NEEDED.has(action)) actions.add(action);
  }
  for (const action of [...KEY_USE, "iam:PassRole", "iam:CreateServiceLinkedRole"]) actions.delete(action);
  const canaries = types.includes("aws:synthetics/canary:Canary");
  const readsSecrets = actions.delete(READ_SECRET);
  const everywhere: string[] = [];
  const byService = new Map<string, string[]>();
  for (const action of [...actions].sort()) {
    const service = action.split(":")[0]!;
    if (resourcesOf(action, [...actions]).length === 0) everywhere.push(action);
    else byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  return [
    ...[...byService].flatMap(([service, list]) => bounded(serviceStatement(service, list, [...actions]))),
    {
      Sid: "UseKeysThroughServices",
      Effect: "Allow",
      Action: KEY_USE,
      Resource: regions("kms").map((region) => `arn:\${partition}:kms:${region}:\${account}:key/*`),
      Condition: {
        StringEquals: OWN_KEYS,
        StringLike: { "kms:ViaService": regions("kms").map((region) => `*.${region}.amazonaws.com*`) },
      },
    },
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ROLES,
      Condition: {
        StringEquals: { "iam:PassedToService": [...trusted, ...(canaries ? ["synthetics.amazonaws.com"] : [])] },
      },
    },
    ...(canaries ? [LAYERS_OF_CANARIES] : []),
    ...(readsSecrets ? [SECRETS_OF_SIGN_IN] : []),
    {
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: ["arn:${partition}:iam::${account}:role/aws-service-role/*"],
      Condition: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED } },
    },
    {
      Sid: "WithoutResources",
      Effect: "Allow",
      Action: everywhere,
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": ["${region}", "us-east-1"] } },
    },
  ];
}

/** The IAM actions that a type needs, by record and by hand. */
export function actionsOfType(
  type: string,
  recorded: RecordedOperations,
  unrecorded: UnrecordedOperations,
): readonly string[] {
  const operations = [...(recorded[type] ?? []), ...(unrecorded[type]?.operations ?? [])];
  return [...new Set([...operations.flatMap(actionsOf), ...(unrecorded[type]?.actions ?? [])])].sort();
}

/** What some actions of one service may be done to. */
export function serviceStatement(service: string, actions: string[], all: string[]): DeployStatement {
  const statement: DeployStatement = {
    Sid: sidOf(service),
    Effect: "Allow",
    Action: actions,
    Resource: withGlobal(service, RESOURCES[service] ?? compact(service, actions, all)),
  };
  // Names of buckets are the world's: their account is not in their ARN.
  if (service === "s3") statement.Condition = { StringEquals: { "s3:ResourceAccount": "${account}" } };
  return statement;
}

/** Actions whose permission can depend on the boundary. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const WITHIN_BOUNDARY = new Set([
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
]);

/**
 * Splits off what may be done to roles only while they have the boundary: making them, and changing what they may do. Without it
 * a deployment could make a role that may do more than itself. Taking a boundary away is in neither part.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function bounded(statement: DeployStatement): DeployStatement[] {
  const actions = [statement.Action].flat();
  const within = actions.filter((action) => WITHIN_BOUNDARY.has(action));
  if (within.length === 0) return [statement];
  const boundary = boundaryArn("${partition}", "${account}");
  return [
    { ...statement, Action: actions.filter((action) => !within.includes(action)) },
    {
      ...statement,
      Sid: `${statement.Sid}WithinBoundary`,
      Action: within,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
  ];
}

/** The widest of what the actions are about; where that is much, all that a service has in the account. */
function compact(service: string, actions: string[], all: string[]): string[] {
  const found = [...new Set(actions.flatMap((action) => resourcesOf(action, all)))].sort();
  const widest = found.filter((arn) => !found.some((other) => other !== arn && matches(other, arn)));
  const own = widest.filter((arn) => arn.split(":")[2] === service);
  if (own.length <= MOST_RESOURCES) return widest;
  const everything = own.map((arn) => `${arn.split(":").slice(0, 5).join(":")}:*`);
  return [...new Set([...everything, ...widest.filter((arn) => !own.includes(arn))])];
}

/** The same in us-east-1, for services of which a stack has parts there. */
function withGlobal(service: string, resources: readonly string[]): string[] {
  return resources.flatMap((arn) =>
    arn.startsWith(`arn:\${partition}:${service}:\${region}:`) && GLOBAL.has(service)
      ? [arn, arn.replace("${region}", "us-east-1")]
      : [arn],
  );
}

/** ARNs of what an action is about, of services that the policy has to do with. */
function resourcesOf(action: string, all: string[]): string[] {
  const services = new Set(all.map((each) => each.split(":")[0]));
  return resourceArns(action)
    .map((arn) =>
      arn
        .replace("${Partition}", "${partition}")
        .replace("${Region}", "${region}")
        .replace("${Account}", "${account}")
        .replace(/\$\{[A-Z]\w*\}/g, "*")
        .replace(/\*(:\*|\/\*)+$/, "*"),
    )
    .filter((arn) => services.has(arn.split(":")[2]));
}

function regions(service: string): string[] {
  return GLOBAL.has(service) ? ["${region}", "us-east-1"] : ["${region}"];
}

function sidOf(service: string): string {
  return service
    .split("-")
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join("");
}
