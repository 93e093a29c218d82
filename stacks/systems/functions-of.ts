import type { Function } from "../../components/compute/function";
import { announcements } from "./announcements";
import { etl } from "./etl";
import { events } from "./events";
import { intake } from "./intake";
import { keyed } from "./keyed";
import { relational } from "./relational";
import { students } from "./students";
import type { System, SystemContext } from "./system";
import { trends } from "./trends";
import { users } from "./users";

/** A function, and the system that it is of. */
export interface SystemFunction {
  system: System["name"];
  fn: Function;
}

const systems: readonly System[] = [students, intake, announcements, users, events, trends, keyed, etl, relational];

/** Names of the systems that have functions for {@link functionsOf}: what a system that asks for them has in its `uses`. */
export const systemsWithFunctions: readonly System["name"][] = systems.map(({ name }) => name);

/** The functions that systems let others release and tune, of those systems that are on. */
export function functionsOf(context: SystemContext): Record<string, SystemFunction> {
  return Object.fromEntries(
    systems.flatMap((system) =>
      Object.entries(context.resultIfOn(system)?.functions ?? {}).map(([name, fn]) => [
        name,
        { system: system.name, fn },
      ]),
    ),
  );
}
