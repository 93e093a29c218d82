import { by, each, type CatalogueEntry } from "./entry";
import { bytes, counts, extremes, kind, shares } from "./kinds";

/** Of streams. */
export const kinesis: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html",
  metrics: by(["StreamName"], {
    ...each(kind("Milliseconds", ...extremes, "SampleCount"), "GetRecords.IteratorAgeMilliseconds"),
    ...each(
      counts,
      "GetRecords.Records",
      "IncomingRecords",
      "PutRecords.FailedRecords",
      "PutRecords.SuccessfulRecords",
      "PutRecords.ThrottledRecords",
      "PutRecords.TotalRecords",
      "ReadProvisionedThroughputExceeded",
      "WriteProvisionedThroughputExceeded",
    ),
    ...each(shares, "GetRecords.Success", "PutRecord.Success"),
    ...each(bytes, "IncomingBytes"),
  }),
};
