import { by, each, type CatalogueEntry } from "./entry";
import { counts, everything, kind, percentiles } from "./kinds";

/** Of buckets: their size once a day, their requests each minute. */
export const s3: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html",
  metrics: {
    ...by(["BucketName+StorageType"], {
      ...each(kind("Bytes", "Average"), "BucketSizeBytes"),
      ...each(kind("Count", "Average"), "NumberOfObjects"),
    }),
    // Request metrics exist only for a filter that the bucket's metrics configuration names.
    ...by(["BucketName+FilterId"], {
      ...each(counts, "4xxErrors", "5xxErrors"),
      ...each(kind("Count", "Sum"), "AllRequests"),
      ...each(kind("Milliseconds", ...everything, ...percentiles), "FirstByteLatency", "TotalRequestLatency"),
    }),
  },
};
