import type { SystemName } from "./systems-schema";

/**
 * What stands before the environment's name where a system answers; the pages answer on the name itself. Each name gets a
 * certificate.
 */
export const domainLabels = {
  students: "students-api",
  intake: "intake-api",
  users: "users-api",
  events: "events-api",
  trends: "trends-api",
  keyed: "keyed-api",
  containers: "containers",
} as const satisfies Partial<Record<SystemName, string>>;

/** First part of an API's name. */
export type ApiLabel = Exclude<(typeof domainLabels)[keyof typeof domainLabels], "containers">;
