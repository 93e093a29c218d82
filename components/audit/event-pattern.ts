/** A test of one value in an event pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export type EventTest =
  | string
  | number
  | boolean
  | null
  | { prefix: string }
  | { suffix: string }
  | { wildcard: string }
  | { exists: boolean }
  | { numeric: (string | number)[] }
  | { "anything-but": string[] | { prefix: string } | { wildcard: string[] } };

/** An EventBridge event pattern: objects narrow, lists are alternatives, and `$or` lists alternative objects. */
export interface EventPattern {
  $or?: EventPattern[];
  [field: string]: EventTest[] | EventPattern | EventPattern[] | undefined;
}

/** EventBridge takes no longer pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const LONGEST_PATTERN = 2048;
