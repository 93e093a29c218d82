/** Base64 characters that are sent along. What is longer can be read from the stream for as long as that keeps it. */
export const MOST_DATA = 350_000;

/** A record that no retry can help, as the queue of failures gets it. */
export interface RejectedRecord {
  kind: "record";
  /** See the id of a stream record. */
  id: string;
  /** A stable name for programs, for example `InvalidEvent`. */
  reason: string;
  partitionKey: string;
  sequenceNumber: string;
  /** The data, base64; absent where it is longer than {@link MOST_DATA}. */
  data?: string;
}
