/** The functions that the system `release` can release, by their component's name. */
export const releasedFunctions = ["store-students", "add-student", "get-student"] as const;

/** One of {@link releasedFunctions}. */
export type ReleasedFunction = (typeof releasedFunctions)[number];
