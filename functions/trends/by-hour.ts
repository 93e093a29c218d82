/** Index of the counts by their hour. */
export const BY_HOUR = "by-hour";
