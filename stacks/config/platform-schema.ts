import * as z from "zod";
import { accountId, domainName, emailAddress, region, shortName, tags, text } from "./fields";

const account = z
  .strictObject({
    id: accountId.describe("The account's id, in quotes."),
    email: emailAddress.describe("Address of the account's root user, unique in AWS."),
    region: region.default("us-east-1").describe("Where the account's workload runs."),
    regions: z.array(region).default([]).describe("Further regions that get a provider and a baseline."),
    concurrencyLimit: z
      .int()
      .min(1)
      .default(1000)
      .describe("Concurrent Lambda executions that the account may run in its region; new accounts often have 10."),
    deployRole: text("the name of an IAM role", /^[\w+=,.@-]{1,64}$/)
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
    organization: z
      .strictObject({
        name: shortName.describe("Short name, which starts names that must be unique in the world."),
      })
      .describe("The organisation that the accounts belong to."),
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
          zoneId: text(
            "the id of a Route 53 hosted zone, such as Z0123456789ABC",
            /^(Z[A-Z0-9]{1,31}|REPLACE_ME)$/,
          ).describe("Id of the hosted zone, which must be in the account that uses it."),
        }),
      )
      .default({})
      .describe("Public hosted zones, by the name that stacks use."),
    tags: tags.default({}).describe("Tags for every resource of every stack."),
  })
  .describe("Values that several stacks share, each written once.");

/** The checked content of `platform.config.yaml`. */
export type PlatformConfiguration = z.output<typeof platformSchema>;

/** One account of it. */
export type AccountConfiguration = z.output<typeof account>;
