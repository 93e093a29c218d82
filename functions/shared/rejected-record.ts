/** A record that no retry can help, as the queue of failures gets it. */
export interface RejectedRecord {
  kind: "record";
  /** See the id of a stream record. */
  id: string;
  /** A stable name for programs, for example `InvalidEvent`. */
  reason: string;
  partitionKey: string;
  /** Where it is, for as long as the stream keeps it. */
  sequenceNumber: string;
  /** The data, base64; where {@link truncated}, only as much of its beginning as fits a message. */
  data: string;
  /** Present where `data` is not all of it; then `bytes` and `sha256` are there too. */
  truncated?: true;
  /** How many bytes the data has in the record. */
  bytes?: number;
  /** Of the data in the record, in hexadecimal: by it a producer finds what it sent. */
  sha256?: string;
}

/**
 * Bytes of a message. A queue takes 262,144 unless it says otherwise, and so does the provider where a queue says nothing;
 * what is left is for attributes. A record may be four times as long, and one that cannot be set aside would come again
 * with its whole batch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const MOST_MESSAGE_BYTES = 256_000;
