import * as z from "zod";
import { guardrailNames } from "../../components/organization/scp-presets";
import { region, roleName, shortName, text } from "./fields";

const guardrail = z.enum([...guardrailNames], { error: `use a guardrail: ${guardrailNames.join(", ")}` });

const unit = z
  .strictObject({
    parent: shortName.optional().describe("The unit that it lies in. Default the organisation's root."),
    name: text("1 to 128 characters", /^\S(?:[\s\S]{0,126}\S)?$/)
      .optional()
      .describe("Its name in AWS. Default its key."),
    id: text("the id of an organisational unit such as ou-ab12-cdefgh34", /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/)
      .optional()
      .describe("Its id where Control Tower has made it: it is then used and not made."),
    guardrails: z
      .array(guardrail)
      .optional()
      .describe(
        "Service control policies attached to it. Default all for a unit below the root, none for one inside another, which inherits them.",
      ),
  })
  .describe("One organisational unit.");

const controlTower = z
  .strictObject({
    controls: z
      .record(
        shortName,
        z.array(
          text(
            "the name of a control such as AWS-GR_ENCRYPTED_VOLUMES, or its id in the control catalogue",
            /^[\w.-]{3,64}$/,
          ),
        ),
      )
      .default({})
      .describe("Controls that are enabled beside the mandatory ones, by unit."),
    attachedPolicies: z
      .int()
      .min(0)
      .max(4)
      .default(2)
      .describe("How many of the five policies of a unit Control Tower itself attaches, beside FullAWSAccess."),
  })
  .describe(
    "An existing Control Tower, whose units, trail, recorders, log and audit accounts are used, not made a second time.",
  );

/** The organisation and its units. */
export const organizationSchema = z
  .strictObject({
    name: shortName.describe("Short name, which starts names that must be unique in the world."),
    id: text("the id of an organisation such as o-a1b2c3d4e5", /^o-[a-z0-9]{10,32}$/)
      .optional()
      .describe(
        "Its id in AWS, once there is one: an output of the management stack, and written by `npm run import`.",
      ),
    featureSet: z
      .enum(["ALL", "CONSOLIDATED_BILLING"])
      .default("ALL")
      .describe("Features of AWS Organizations. Service control policies and delegated administrators need all."),
    regions: z
      .array(region)
      .default([])
      .describe("Regions where anything may be made. Default those of the accounts, and us-east-1."),
    units: z
      .record(shortName, unit)
      .default({})
      .describe("The organisational units, by the name that accounts and other units use."),
    accountRole: roleName
      .default("OrganizationAccountAccessRole")
      .describe("Role that AWS makes in each new account, which only the management account may assume."),
    serviceAccess: z
      .array(text("a service's name such as ram.amazonaws.com", /^[a-z0-9.-]{3,100}\.amazonaws\.com$/))
      .default([])
      .describe("Services with trusted access beside those that the platform uses."),
    policyTypes: z
      .array(text("a policy type such as TAG_POLICY", /^[A-Z0-9_]{3,64}$/))
      .default([])
      .describe("Types of policies that are enabled beside service control policies."),
    costAnomalyUsd: z
      .number()
      .positive()
      .default(100)
      .describe("Cost beyond the expected, in USD, from which an anomaly is mailed."),
    controlTower: controlTower.optional(),
  })
  .describe("The organisation that the accounts belong to.");

/** The checked values of the organisation. */
export type OrganizationConfiguration = z.output<typeof organizationSchema>;

/** One organisational unit of it. */
export type UnitConfiguration = z.output<typeof unit>;
