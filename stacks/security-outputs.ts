import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { checkSchema } from "./config/check-schema";
import { ConfigurationError } from "./config/problem";

/** Key of what the security stack tells other stacks, among its outputs. */
export const securityOutput = "security";

/** What the security stack tells every account's baseline. Fields are only ever added; another meaning is another version. */
export const securityOutputsSchema = z.object({
  version: z.literal(1),
  /** ARN of the bus that accounts forward their events to. */
  busArn: z.string(),
  /** ARN of the sink that accounts link to, by region. */
  sinkArns: z.record(z.string(), z.string()),
});

/** The security stack's values, as it tells them. */
export type SecurityOutputs = z.output<typeof securityOutputsSchema>;

/** The same, before it is deployed. */
export type SecurityOutputValues = {
  version: 1;
  busArn: pulumi.Input<string>;
  sinkArns: Record<string, pulumi.Input<string>>;
};

/**
 * What the security stack tells.
 *
 * @param parent of the reference; to be called once for a stack
 * @param stack its name, in the same project
 * @returns rejected with a {@link ConfigurationError} where it is not deployed yet, or tells another version
 */
export function securityOutputsOf(parent: pulumi.Resource, stack = "security"): pulumi.Output<SecurityOutputs> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const reference = new pulumi.StackReference(name, {}, { parent });
  return reference.getOutput(securityOutput).apply((value: unknown) => readSecurityOutputs(value, stack));
}

/** Checks what a stack told. @throws ConfigurationError */
export function readSecurityOutputs(value: unknown, stack: string): SecurityOutputs {
  const file = `outputs of the stack ${stack}`;
  if (value === undefined)
    throw new ConfigurationError([{ file, path: securityOutput, value, fix: "deploy that stack first" }]);
  const checked = checkSchema(securityOutputsSchema, value, file, `${securityOutput}.`);
  if (!checked.value) throw new ConfigurationError(checked.problems);
  return checked.value;
}
