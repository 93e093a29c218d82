import type { Function as LambdaFunction } from "../../compute/function";
import { timeoutOf, type Route } from "../route";

/** Refuses a function that may run on after the gateway has already answered its caller with 504. */
export function checkFunctionTimeout(
  fn: LambdaFunction,
  route: Route,
  fail: (field: string, value: unknown, fix: string) => never,
): void {
  const limit = timeoutOf(route);
  if (fn.timeoutSeconds * 1000 <= limit) return;
  fail(
    "integration.timeoutSeconds",
    fn.timeoutSeconds,
    `give the function at most ${Math.floor(limit / 1000)} seconds, the gateway stops waiting after ${limit} ms`,
  );
}
