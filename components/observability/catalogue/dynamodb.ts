import { by, each, type CatalogueEntry } from "./entry";
import { bytes, counts, events, extremes, kind, levels } from "./kinds";

/** Of tables, their indexes and streams, and of the account. */
export const dynamoDb: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html",
  metrics: {
    ...by(["TableName", "GlobalSecondaryIndexName+TableName"], {
      ...each(counts, "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"),
      ...each(levels, "ProvisionedReadCapacityUnits", "ProvisionedWriteCapacityUnits"),
      ...each(events, "ReadThrottleEvents", "WriteThrottleEvents"),
    }),
    ...by(["Operation+TableName"], {
      ...each(events, "SystemErrors", "ThrottledRequests"),
      ...each(kind("Milliseconds", ...extremes, "SampleCount"), "SuccessfulRequestLatency"),
      ...each(counts, "ReturnedItemCount"),
    }),
    ...by(["TableName"], {
      ...each(counts, "ConditionalCheckFailedRequests", "TransactionConflict"),
      ...each(kind("Count", "Sum"), "TimeToLiveDeletedItemCount"),
    }),
    ...by([""], {
      ...each(kind("Count", "Maximum"), "AccountMaxReads", "AccountMaxWrites"),
      ...each(
        kind("Percent", "Maximum"),
        "AccountProvisionedReadCapacityUtilization",
        "AccountProvisionedWriteCapacityUtilization",
      ),
      ...each(events, "UserErrors"),
    }),
    ...by(["ReceivingRegion+TableName"], {
      ...each(kind("Milliseconds", ...extremes, "SampleCount"), "ReplicationLatency"),
    }),
    ...by(["Operation+StreamLabel+TableName"], {
      ...each(bytes, "ReturnedBytes"),
      ...each(counts, "ReturnedRecordsCount"),
    }),
  },
};
