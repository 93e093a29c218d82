import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An event that failed, as it is kept until it is replayed. */
export interface FailedEvent {
  /** The invocation's request id, or the record's id: the same however often the failure is reported. */
  id: string;
  /** `connector`: a connector gave it up; `record`: it never got to one. */
  kind: "connector" | "record";
  /** Name of the function that gave it up; absent for a record. */
  target?: string;
  /** The event as JSON, or a record's data in base64; absent where it was too large to be kept. */
  payload?: string;
  /** In place of the payload, of a record that was too long for a message: the beginning of its data in base64. */
  beginning?: string;
  /** How long such a record's data is. */
  bytes?: number;
  /** Of such a record's data, in hexadecimal. */
  sha256?: string;
  partitionKey?: string;
  /** Of the request that the event comes from, where it is known. */
  correlationId?: string;
  /** Why, in a word, for example `RetriesExhausted`. */
  reason: string;
  /** When it was given up, ISO 8601. */
  failedAt: string;
}

/** Index of those that wait to be replayed: sparse, since only they have the attribute. */
export const WAITING_INDEX = "waiting";
/** What the index's partition key is for each of them. */
export const WAITING = "yes";

/** Seconds that a failed event is kept, from when it arrived. */
export const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** The item of a failed event. */
export function toFailedItem(failed: FailedEvent): Record<string, AttributeValue> {
  const texts = Object.entries(failed).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(texts.map(([name, value]) => [name, { S: String(value) }])),
    waiting: { S: WAITING },
    expiration: { N: String(Math.floor(Date.now() / 1000) + KEPT_SECONDS) },
  };
}
