import type { PlatformConfiguration } from "../../stacks/config/platform-schema";
import { descriptionOf, wrappedAt } from "../../stacks/config/schema-tools";
import { platformSchema } from "../../stacks/config/platform-schema";

/** One value of `platform.config.yaml` that is asked for. */
export interface Question {
  /** For example `["accounts", "dev", "id"]`. */
  path: string[];
  /** What the value means, from the schema. */
  explanation: string;
}

/**
 * What a new platform has to know, in the order in which people know it. Accounts of this machine are complete and not
 * asked for.
 *
 * @param content of the file as it is, checked
 */
export function questions(content: PlatformConfiguration): Question[] {
  const accounts = Object.entries(content.accounts).filter(([, account]) => !account.local);
  const paths = [
    ["organization", "name"],
    ...Object.keys(content.owners).map((owner) => ["owners", owner]),
    ["addresses", "alarms", "critical"],
    ["addresses", "alarms", "warning"],
    ["addresses", "announcements"],
    ...accounts.flatMap(([name]) =>
      ["id", "email", "region", "concurrencyLimit"].map((field) => ["accounts", name, field]),
    ),
    ...Object.keys(content.domains).flatMap((zone) => ["zoneName", "zoneId"].map((field) => ["domains", zone, field])),
    ...Object.keys(content.tags).map((tag) => ["tags", tag]),
  ];
  return paths.map((path) => ({ path, explanation: explanationOf(path) }));
}

function explanationOf(path: string[]): string {
  return (
    descriptionOf(wrappedAt(platformSchema, path)) ?? descriptionOf(wrappedAt(platformSchema, path.slice(0, 1))) ?? ""
  );
}
