import * as auto from "@pulumi/pulumi/automation";
import { openStack, type OpenStackRequest } from "./open-stack";

/**
 * Opens a stack to read what is known of it: its history, its outputs.
 *
 * @returns nothing where the stack is not in the backend yet
 */
export async function deployedStack(request: OpenStackRequest): Promise<auto.Stack | undefined> {
  try {
    return await openStack(request, () => Promise.resolve());
  } catch (error) {
    if (error instanceof auto.StackNotFoundError) return undefined;
    throw error;
  }
}
