import * as z from "zod/mini";
import { addressSchema, type Address } from "../../../functions/probe/address";

const outside = z.optional(z.array(addressSchema));

/**
 * The addresses that a stack's outputs say to ask from outside.
 *
 * @returns none where the stack has no public address, or was deployed by a version that did not name them
 * @throws Error where they are not of that form
 */
export function outsideOf(outputs: Record<string, unknown>): Address[] {
  const { data, error } = outside.safeParse(outputs["outside"]);
  if (error) throw new Error(`The output "outside" is not a list of addresses: ${z.prettifyError(error)}`);
  return data ?? [];
}
