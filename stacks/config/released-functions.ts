/** The functions that the system `release` can release, by their component's name, with the system that each is of. */
export const functionSystems = {
  "store-students": "intake",
  "add-student": "students",
  "get-student": "students",
  announce: "announcements",
  "get-user": "users",
  "replace-user": "users",
  "merge-user": "users",
  "remove-user": "users",
  "ingest-events": "events",
  "route-events": "events",
  "trends-report": "trends",
  "count-hashtags": "trends",
  keyed: "keyed",
  "load-warehouse": "etl",
  "student-records": "relational",
} as const;

/** One of {@link functionSystems}. */
export type ReleasedFunction = keyof typeof functionSystems;

/** All of them. */
export const releasedFunctions = Object.keys(functionSystems) as [ReleasedFunction, ...ReleasedFunction[]];

/** What of a stack's configuration decides which functions are released. */
interface Releasing {
  production: boolean;
  systems: Partial<Record<string, unknown>> & { release?: { functions?: ReleasedFunction[] } };
}

/** Those that a stack has, by the systems that are on. */
export function functionsToRelease({ systems }: Pick<Releasing, "systems">): ReleasedFunction[] {
  return releasedFunctions.filter((fn) => systems[functionSystems[fn]] !== undefined);
}

/**
 * Those whose traffic moves step by step: the configured ones; where nothing is said all in production, and elsewhere, where
 * time is dearer, the one that stores students.
 */
export function functionsReleased({ production, systems }: Releasing): ReleasedFunction[] {
  if (!systems.release) return [];
  const possible = functionsToRelease({ systems });
  return systems.release.functions ?? possible.filter((fn) => production || fn === "store-students");
}
