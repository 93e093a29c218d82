import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod/mini";
import { ApiError } from "../shared/api-error";
import { correlationIdIn } from "../shared/correlation";
import { validate } from "../shared/validate";
import { rollSchema, studentSchema, toStudent } from "../students/student";
import { keptItem, type KeptItem } from "./kept-item";
import { toRow, type Place, type RemovedRow, type Row } from "./row";

type Image = Record<string, { S?: string }>;

/** A change that is not loaded, with what a person needs to repair its source. */
export interface Reject extends KeptItem {
  /** The record's own id: the same however often the record comes. */
  eventId: string;
  /** What is wrong, by names of fields. */
  reason: string;
  sequence: string;
  changedAt: string;
  /** The source's key, as JSON in DynamoDB's form: finds the item that `item` may not have whole. */
  key: string;
}

/** Where a change comes from. */
interface Source {
  sequenceNumber: string;
  /** Of the request that brought the item, where it is known; a removal has none. */
  correlationId?: string;
}

/** What a record of the stream comes to. */
export type Change = Source & ({ row: Row | RemovedRow } | { reject: Reject });

const LONGEST_SEQUENCE = 40;

/** What every record of a stream has. One without it is not from a stream, and cannot even be kept aside. */
const recordSchema = z.object({
  eventID: z.string(),
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  dynamodb: z.object({
    ApproximateCreationDateTime: z.number(),
    SequenceNumber: z.string().check(z.regex(/^\d{1,40}$/, "must be a number of up to 40 digits")),
    Keys: z.record(z.string(), z.unknown()),
    NewImage: z.optional(z.record(z.string(), z.unknown())),
  }),
});

/**
 * Validates a record of the table's stream and makes a row of it, or says why not.
 *
 * @throws ApiError where it is no record of a stream at all
 */
export function toChange(record: DynamoDBRecord): Change {
  const { eventID, eventName, dynamodb } = validate(recordSchema, record, "InvalidRecord");
  const { SequenceNumber: sequenceNumber, Keys, NewImage } = dynamodb;
  const place: Place = {
    changedAt: new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString(),
    sequence: sequenceNumber.padStart(LONGEST_SEQUENCE, "0"),
  };
  const image = (eventName === "REMOVE" ? Keys : (NewImage ?? {})) as Image;
  const correlationId = correlationIdIn({ correlationId: image["correlationId"]?.S });
  const source: Source = { sequenceNumber, ...(correlationId !== undefined && { correlationId }) };
  try {
    return { ...source, row: eventName === "REMOVE" ? removed(image, place) : stored(image, place) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const key = JSON.stringify(Keys);
    return { ...source, reject: { eventId: eventID, reason: error.message, key, ...keptItem(image), ...place } };
  }
}

function stored(image: Image, place: Place): Row {
  return toRow(validate(studentSchema, toStudent(image), "InvalidStudent"), place);
}

function removed(keys: Image, { changedAt, sequence }: Place): RemovedRow {
  const { Roll: roll } = validate(z.object({ Roll: rollSchema }), { Roll: keys["Roll"]?.S }, "InvalidStudent");
  return { roll, changed_at: changedAt, sequence, deleted: true };
}
