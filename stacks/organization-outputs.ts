import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { checkSchema } from "./config/check-schema";
import type { OrganizationStructure } from "./config/organization-structure";
import { ConfigurationError } from "./config/problem";

/** Key of the organisation among the outputs of the management stack. */
export const organizationOutput = "organization";

/**
 * What the management stack tells other stacks. Fields are only ever added; a change of meaning is another version, and
 * a stack that reads one it does not know says so instead of guessing.
 */
export const organizationOutputsSchema = z.object({
  version: z.literal(1),
  /** Id of the organisation, for conditions such as `aws:PrincipalOrgID`. */
  organizationId: z.string().regex(/^o-[a-z0-9]{10,32}$/, { error: "use the id of an organisation" }),
  managementAccountId: z.string(),
  securityAccountId: z.string(),
  logArchiveAccountId: z.string(),
  /** True under a Control Tower, whose trail and recorders are not made a second time. */
  controlTower: z.boolean(),
  /** Regions where anything may be made. */
  regions: z.array(z.string()),
  /** Ids of the units, by key. */
  units: z.record(z.string(), z.string()),
  /** Ids of the accounts, by name. */
  accounts: z.record(z.string(), z.string()),
  /** Ids of GuardDuty's detectors in the security account, by region; none where an earlier version made the organisation. */
  detectors: z.record(z.string(), z.string()).default({}),
});

/** The organisation as the management stack tells it. */
export type OrganizationOutputs = z.output<typeof organizationOutputsSchema>;

/** The same, before it is deployed. */
export type OrganizationOutputValues = {
  [Key in keyof OrganizationOutputs]: Key extends "units" | "accounts" | "detectors"
    ? Record<string, pulumi.Input<string>>
    : pulumi.Input<OrganizationOutputs[Key]>;
};

/**
 * The organisation's id, from the configuration where it stands there, else from the management stack.
 *
 * @param structure the organisation as configured
 * @param parent of the reference to the management stack; to be called once for a stack
 */
export function organizationIdOf(structure: OrganizationStructure, parent: pulumi.Resource): pulumi.Output<string> {
  if (structure.id !== undefined) return pulumi.output(structure.id);
  return organizationOutputsOf(parent).organizationId;
}

/**
 * Everything that the management stack tells.
 *
 * @param parent of the reference; to be called once for a stack
 * @param stack its name, in the same project
 * @returns rejected with a {@link ConfigurationError} where it is not deployed yet, or tells another version
 */
export function organizationOutputsOf(
  parent: pulumi.Resource,
  stack = "management",
): pulumi.Output<OrganizationOutputs> {
  // A backend without organisations calls its one organisation so, too.
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const reference = new pulumi.StackReference(name, {}, { parent });
  return reference.getOutput(organizationOutput).apply((value: unknown) => readOrganizationOutputs(value, stack));
}

/**
 * The detector that GuardDuty is administered by in a region.
 *
 * @throws ConfigurationError where the management stack is of a version that did not make it
 */
export function detectorOf({ detectors }: OrganizationOutputs, region: string): string {
  const value = detectors[region];
  if (value !== undefined) return value;
  const fix = "deploy the management stack first, from the same commit: it makes GuardDuty's detectors";
  const path = `${organizationOutput}.detectors.${region}`;
  throw new ConfigurationError([{ file: "outputs of the stack management", path, value, fix }]);
}

/** Checks what a stack told. @throws ConfigurationError */
export function readOrganizationOutputs(value: unknown, stack: string): OrganizationOutputs {
  const file = `outputs of the stack ${stack}`;
  if (value === undefined)
    throw new ConfigurationError([{ file, path: organizationOutput, value, fix: "deploy that stack first" }]);
  const version = (value as { version?: unknown } | null)?.version;
  if (version !== 1) {
    const fix = "this code reads version 1; deploy both stacks from the same commit";
    throw new ConfigurationError([{ file, path: `${organizationOutput}.version`, value: version, fix }]);
  }
  const checked = checkSchema(organizationOutputsSchema, value, file, `${organizationOutput}.`);
  if (!checked.value) throw new ConfigurationError(checked.problems);
  return checked.value;
}
