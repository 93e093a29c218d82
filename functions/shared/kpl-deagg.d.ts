/** The package's own types need version 2 of the AWS SDK, and do not know this file, which leaves its aggregator out. */
declare module "aws-kinesis-agg/lib/kpl-deagg" {
  export interface UserRecord {
    partitionKey: string;
    sequenceNumber: string;
    subSequenceNumber?: number;
    /** Base64. */
    data: string;
  }

  export function deaggregateSync(
    record: { data: string; sequenceNumber: string; partitionKey: string },
    computeChecksums: boolean,
    done: (error: Error | null | undefined, records?: UserRecord[]) => void,
  ): void;
}
