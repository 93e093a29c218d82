import { by, each, type CatalogueEntry } from "./entry";
import { bytes, counts, percent } from "./kinds";

/** Of clusters and their nodes. */
export const dax: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html",
  metrics: by(["", "ClusterId", "ClusterId+NodeId"], {
    ...each(percent, "CacheMemoryUtilization", "CPUUtilization"),
    ...each(
      counts,
      "ErrorRequestCount",
      "FailedRequestCount",
      "FaultRequestCount",
      "ItemCacheHits",
      "ItemCacheMisses",
      "QueryCacheHits",
      "QueryCacheMisses",
      "ThrottledRequestCount",
      "TotalRequestCount",
    ),
    ...each(bytes, "EvictedSize"),
  }),
};
