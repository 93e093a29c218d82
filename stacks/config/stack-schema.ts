import * as z from "zod";
import { FUNCTION_ARN } from "../../components/access/function-arn";
import { alarmSettingsSchema } from "./alarm-settings";
import { day, dnsLabels, domainName, emailAddress, region, roleName, shortName, tags, text } from "./fields";
import { alarmAddressesSchema } from "./platform-schema";
import { systemsSchema } from "./systems-schema";

/** Days that CloudWatch Logs can keep a log. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const exception = z.strictObject({
  name: z
    .enum(["no-domain", "no-reserved-concurrency", "short-backups"])
    .describe("What is excepted: the domain name, reserved concurrency, or backups kept for at least seven days."),
  reason: z.string().min(10, { error: "say why in at least 10 characters" }).describe("Why it is in order."),
  owner: shortName.describe("Who answers for it: a key of `owners`."),
  expires: day.describe("Last day on which it holds, for example '2027-06-30', in quotes."),
});

/** A dated exception from what an environment must have. */
export type Exception = z.output<typeof exception>;

const trustedUserPool = z.strictObject({
  account: shortName.describe("The account that the pool is in: a key of `accounts`."),
  region: region.describe("Region of the pool."),
  userPoolId: text("a user pool id such as eu-west-1_AbCdEf123", /^[a-z0-9-]+_[A-Za-z0-9]{1,55}$/).describe(
    "Id of the pool.",
  ),
  clientIds: z
    .array(text("an app client id", /^[\w+]{1,128}$/))
    .min(1)
    .describe("App clients whose tokens are accepted."),
});

/** A user pool of another account whose access tokens are accepted. */
export type TrustedUserPool = z.output<typeof trustedUserPool>;

/** What every kind of stack says of itself. */
const common = {
  account: shortName.describe("The account it is deployed to: a key of `accounts` in platform.config.yaml."),
  owner: shortName.default("platform").describe("Who answers for it: a key of `owners`."),
  removal: z
    .enum(["retain", "destroy"])
    .default("retain")
    .describe("What happens to tables, buckets, keys and user pools when they leave the program."),
  logRetentionDays: z
    .literal([...retentionDays])
    .default(365)
    .describe("Days that logs are kept. Production keeps at least 365."),
  alarmAddresses: alarmAddressesSchema.optional().describe("Instead of the shared alarm addresses."),
  tags: tags.default({}).describe("Tags beside the shared ones."),
};

/** Values of a stack of kind `workload`, under `platform:` in `Pulumi.<stack>.yaml`. */
export const workloadSchema = z
  .strictObject({
    kind: z.literal("workload").describe("What the stack is."),
    ...common,
    production: z
      .boolean()
      .default(true)
      .describe("Whether real users' data live here. Production needs a domain and allows no exceptions."),
    stageName: text("1 to 128 letters, digits and underscores", /^\w{1,128}$/)
      .default("Live")
      .describe("Name of the API stages, the first part of their addresses."),
    backupRetentionDays: z
      .int()
      .min(1)
      .max(35)
      .default(35)
      .describe("Days that backups are kept; fewer than 7 by exception."),
    domain: z
      .union(
        [
          domainName,
          z.strictObject({
            zone: shortName.describe(
              "A hosted zone that is in the stack's account already: a key of `domains` in platform.config.yaml.",
            ),
            prefix: text("lower-case DNS labels", dnsLabels)
              .optional()
              .describe("What stands before the zone's name, for example `dev`. Default nothing."),
          }),
        ],
        { error: "use a name such as dev.example.com, or { zone: main } for a zone that is there" },
      )
      .optional()
      .describe(
        "Names and certificates of pages and APIs: a name such as `dev.example.com`, for which the stack makes a hosted zone, or a zone that is there. Production requires it, others may do without by exception.",
      ),
    announcementAddresses: z.array(emailAddress).optional().describe("Instead of the shared announcement addresses."),
    alarmSettings: alarmSettingsSchema.default({}),
    outsideProbeMinutes: z
      .int()
      .min(1)
      .max(60)
      .default(5)
      .describe("Minutes between two rounds in which the APIs are asked from outside; every round is paid for."),
    allowedOrigins: z
      .array(text("an origin such as https://app.example.com, with no path", /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/))
      .default([])
      .describe("Origins beside the platform's own pages whose scripts may call the APIs."),
    trustedUserPools: z
      .array(trustedUserPool)
      .default([])
      .describe("User pools of other accounts whose access tokens the authorizers accept."),
    boundedRoles: z
      .boolean()
      .default(true)
      .describe(
        "Whether every role carries the boundary that the account's baseline makes, without which the published deploy policy makes " +
          "none. `false` for an account without the platform's baseline.",
      ),
    authorizer: z
      .strictObject({
        functionArn: text(
          "the ARN of a function's alias or version, such as arn:aws:lambda:eu-west-1:555566667777:function:tokens:live",
          FUNCTION_ARN,
        ).describe("The function, in the stack's region and an account of `accounts`."),
        permissionRole: roleName
          .optional()
          .describe(
            "Role of the function's account that the deployment assumes to let each API's authorizer invoke it. Default none: the output `authorizer` tells the function's owner what to allow.",
          ),
      })
      .optional()
      .describe(
        "A function of another account that checks the tokens of all APIs instead of one of their own each. It has to know their routes and scopes.",
      ),
    systems: systemsSchema.describe("The systems that are on, each with its options or `{}`."),
    exceptions: z.array(exception).default([]).describe("Dated exceptions from what an environment must have."),
  })
  .describe("Values of one workload stack.");

/** The checked values of a workload stack. */
export type WorkloadConfiguration = z.output<typeof workloadSchema>;

/** Values of a stack of kind `management`: the organisation itself. */
export const managementSchema = z
  .strictObject({ kind: z.literal("management").describe("What the stack is."), ...common })
  .describe("Values of the management stack.");

const centralIdentity = z
  .strictObject({
    domainPrefix: text("3 to 63 lower-case letters, digits and hyphens", /^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/)
      .optional()
      .describe("Start of the hosted login's address, unique in the region. Default the organisation and `-people`."),
    callbackUrls: z
      .array(text("a page such as https://example.com/index.html", /^https:\/\/[a-z0-9.-]+\/[\w./-]*$/))
      .min(1)
      .describe("Pages that a sign-in or sign-out may come back to."),
    mfa: z
      .enum(["ON", "OPTIONAL"])
      .default("ON")
      .describe("Whether users must, or may, have a second factor. It cannot be switched off."),
  })
  .describe("One user pool for all accounts, whose tokens those workloads accept that name it in `trustedUserPools`.");

/** Values of a stack of kind `security`: log archive, audit and delegated administration. */
export const securitySchema = z
  .strictObject({
    kind: z.literal("security").describe("What the stack is."),
    ...common,
    centralIdentity: centralIdentity.optional(),
  })
  .describe("Values of the security stack.");

const quota = z
  .strictObject({
    service: text("a service code such as lambda", /^[a-z][a-z0-9-]{0,62}$/).describe("The service's code."),
    quota: text("a quota code such as L-B99A9384", /^L-[A-Z0-9]{8}$/).describe(
      "The quota's code; `aws service-quotas list-service-quotas` shows it.",
    ),
    value: z.number().positive().describe("What is asked for, above what there is."),
  })
  .describe("One limit that is to be raised.");

const deployments = z
  .strictObject({
    environments: z
      .array(text("the name of a GitHub environment", /^[\w.-]{1,100}$/))
      .min(1)
      .describe(
        "GitHub environments of the repository whose jobs may deploy to the account. Those of the same name with `-review` may preview.",
      ),
    stacks: z
      .array(text("the name of a stack", /^[\w.-]{1,100}$/))
      .min(1)
      .optional()
      .describe("Stacks that those jobs deploy, whose state they may reach. Default the stack of the account's name."),
  })
  .describe("Who may deploy to the account from the repository of `deployment.githubRepository`.");

const authorizerRole = z
  .strictObject({
    account: shortName.describe("The account of the function: a key of `accounts`."),
    role: roleName.describe("The role's name, as `platform:authorizer.permissionRole` of the workload has it."),
  })
  .describe("The role by which the account's workload lets its APIs invoke an authorizer of another account.");

/** Values of a stack of kind `baseline`: what every account has, whatever else runs in it. */
export const baselineSchema = z
  .strictObject({
    kind: z.literal("baseline").describe("What the stack is."),
    ...common,
    quotas: z.array(quota).default([]).describe("Limits of the account's region that are to be raised."),
    deployments: deployments
      .optional()
      .describe("Default the GitHub environment of the account's name, for an account of workloads only."),
    authorizerRole: authorizerRole
      .optional()
      .describe("What the roles that deploy here may assume beside. Default none: no workload names such a role."),
  })
  .describe("Values of one account's baseline stack.");

/** The checked values of each kind that is not a workload. */
export type ManagementConfiguration = z.output<typeof managementSchema>;
export type SecurityConfiguration = z.output<typeof securitySchema>;
export type BaselineConfiguration = z.output<typeof baselineSchema>;

/** The schema of each kind of stack. */
export const stackSchemas = {
  workload: workloadSchema,
  management: managementSchema,
  security: securitySchema,
  baseline: baselineSchema,
} as const;

/** What a stack can be. */
export type StackKind = keyof typeof stackSchemas;

/** The checked values of a stack of any kind. */
export type StackConfiguration = z.output<(typeof stackSchemas)[StackKind]>;
