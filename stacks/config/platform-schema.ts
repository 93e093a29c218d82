import * as z from "zod";
import { alarmSettingsSchema } from "./alarm-settings";
import { accountId, dnsLabels, domainName, emailAddress, region, roleName, shortName, tags, text } from "./fields";
import { organizationSchema } from "./organization-schema";

const budget = z
  .strictObject({
    amountUsd: z.number().positive().max(10_000_000).describe("What it may cost in a month, in USD."),
    thresholds: z
      .array(z.int().min(1).max(1000))
      .min(1)
      .max(4)
      .default([50, 80, 100])
      .describe("Percentages of the amount at which mail is sent; the highest also when the forecast reaches it."),
  })
  .describe("Monthly budget of an account.");

const account = z
  .strictObject({
    id: accountId.describe("The account's id, in quotes."),
    email: emailAddress.describe("Address of the account's root user, unique in AWS."),
    role: z
      .enum(["management", "security", "log-archive", "workload"])
      .default("workload")
      .describe(
        "What it is for: the organisation's management account (one), the audit account (one), an account of its own for the logs (at most one; default the audit account), or workloads.",
      ),
    awsName: text("1 to 50 characters", /^[ -~]{1,50}$/)
      .optional()
      .describe("Its name in AWS. Default the organisation's name, a hyphen and the key."),
    unit: shortName
      .optional()
      .describe("Its organisational unit: a key of `organization.units`. The management account has none."),
    owner: shortName.default("platform").describe("Who answers for it: a key of `owners`. Gets its budget's mail."),
    budget: budget.optional(),
    region: region.default("us-east-1").describe("Where the account's workload runs."),
    regions: z.array(region).default([]).describe("Further regions that get a provider and a baseline."),
    concurrencyLimit: z
      .int()
      .min(1)
      .default(1000)
      .describe("Concurrent Lambda executions that the account may run in its region; new accounts often have 10."),
    deployRole: roleName
      .optional()
      .describe("Role to assume for deployments. Default none: the caller's own credentials must be the account's."),
    local: z
      .boolean()
      .default(false)
      .describe("True for an account on this machine, where example addresses are in order."),
  })
  .describe("One AWS account.");

const alarms = z
  .strictObject({
    critical: z.array(emailAddress).min(1, { error: "name at least one address" }).describe("Who is woken."),
    warning: z.array(emailAddress).min(1, { error: "name at least one address" }).describe("Who reads it tomorrow."),
  })
  .describe("E-mail addresses that get alarms, by severity.");

/** Addresses that get alarms; stacks may override them. */
export const alarmAddressesSchema = alarms;

/** Everything in `platform.config.yaml`: the values that several stacks share, each written once. */
export const platformSchema = z
  .strictObject({
    organization: organizationSchema,
    accounts: z.record(shortName, account).describe("The accounts, by the name that stacks use."),
    owners: z.record(shortName, emailAddress).describe("E-mail address of each team that owns stacks or exceptions."),
    addresses: z
      .strictObject({
        alarms,
        announcements: z.array(emailAddress).default([]).describe("Who hears of each new student."),
      })
      .describe("Where the platform writes to."),
    domains: z
      .record(
        shortName,
        z.strictObject({
          zoneName: domainName.describe("Name of the public hosted zone."),
          zoneId: text("the id of a Route 53 hosted zone, such as Z0123456789ABC", /^(Z[A-Z0-9]{1,31}|REPLACE_ME)$/)
            .optional()
            .describe("Id of the hosted zone. Needed except by the stack that makes it, which tells it."),
          account: shortName
            .optional()
            .describe(
              "The central account that holds the zone, one with the role `management` or `security`: a key of `accounts`. Its stack lets the environments below enter their name servers. Default the account of the stack that uses the zone.",
            ),
          create: z
            .boolean()
            .default(false)
            .describe("Whether the stack of that account makes the zone. Default it is there already."),
          environments: z
            .record(text("lower-case DNS labels, such as dev", dnsLabels), shortName)
            .default({})
            .describe(
              "What is delegated: the start of each environment's name, and the account whose zone it is, a key of `accounts`; `{ dev: dev }` is `dev.example.com` in the account `dev`.",
            ),
        }),
      )
      .default({})
      .describe("Public hosted zones, by the name that stacks use."),
    deployment: z
      .strictObject({
        githubRepository: text("a repository such as your-company/platform", /^[\w.-]{1,39}\/[\w.-]{1,100}$/)
          .optional()
          .describe("GitHub repository whose workflows may deploy. Default none: no account trusts GitHub."),
        roleName: roleName
          .default("PlatformDeployment")
          .describe("Name of the role that those workflows assume, made in each account by its baseline."),
        pipeline: z
          .strictObject({
            account: shortName.describe("The account with the system `delivery`: a key of `accounts`."),
            targets: z
              .array(shortName)
              .min(1)
              .default(["test", "prod"])
              .describe("Accounts of workloads that its pipeline may deploy to: keys of `accounts`."),
          })
          .optional()
          .describe("The pipeline that may deploy. Default none: no account trusts one."),
      })
      .prefault({})
      .describe("Who deploys to the accounts from outside."),
    alarmSettings: alarmSettingsSchema.default({}),
    tags: tags.default({}).describe("Tags for every resource of every stack."),
  })
  .describe("Values that several stacks share, each written once.");

/** The checked content of `platform.config.yaml`. */
export type PlatformConfiguration = z.output<typeof platformSchema>;

/** One account of it. */
export type AccountConfiguration = z.output<typeof account>;
