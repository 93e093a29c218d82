import { Key } from "../../../components/encryption/key";
import { Function, type FunctionArgs } from "../../../components/compute/function";
import { Queue } from "../../../components/messaging/queue";

export const ENTRY = "test/components/compute/fixtures/echo.ts";

/** A key as a system has it. */
export function makeKey(): Key {
  return new Key("system", { description: "Data of the system" });
}

/** A function with the fewest arguments, and those given. */
export function makeFunction(name = "add", more: Partial<FunctionArgs> = {}, key = makeKey()): Function {
  return new Function(name, { entry: ENTRY, description: "Adds.", key, ...more });
}

/** A queue of the name, hidden for a minute. */
export function makeQueue(name: string, key: Key, visibilityTimeoutSeconds = 60): Queue {
  return new Queue(name, { key, queueName: name, visibilityTimeoutSeconds });
}

/** The statements of a policy given as JSON. */
export function statementsOf(policy: unknown): Record<string, unknown>[] {
  return JSON.parse(policy as string).Statement;
}
