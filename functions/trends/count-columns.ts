/** Columns of the exported files, in their order, and how a reader takes them. */
export const countColumns = [
  { name: "hour", type: "DATETIME", format: "yyyy-MM-dd HH:mm:ss" },
  { name: "hashtag", type: "STRING" },
  { name: "count", type: "INTEGER" },
] as const;
