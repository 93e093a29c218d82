import type { Statistic } from "./monitoring";

/** Units that CloudWatch knows and the catalogue's metrics have. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type Unit = "Count" | "Count/Second" | "Milliseconds" | "Seconds" | "Percent" | "Bytes" | "None";

/** What a datapoint of a metric is. */
export interface MetricFacts {
  unit: Unit;
  /** The statistics that say something; with any other, CloudWatch draws a line that means nothing, or none. */
  statistics: readonly Statistic[];
}

const percentiles: Statistic[] = ["p50", "p90", "p95", "p99"];
const extremes: Statistic[] = ["Average", "Minimum", "Maximum"];
const everything: Statistic[] = ["Sum", ...extremes, "SampleCount"];

const facts = (unit: Unit, ...statistics: Statistic[]): MetricFacts => ({ unit, statistics });
/** Events: one datapoint each, of which only the sum counts. */
const events = facts("Count", "Sum", "SampleCount");
/** Zero or one for each request: the average is their share. */
const shares = facts("Count", "Sum", "Average", "SampleCount");
/** Numbers of something that is there at a moment. */
const levels = facts("Count", ...extremes);
/** Of every request by itself, so that percentiles are known. */
const times = facts("Milliseconds", ...extremes, "SampleCount", ...percentiles);
const percent = facts("Percent", ...extremes);
const bytes = facts("Bytes", ...everything);
const counts = facts("Count", ...everything);

const of = (what: MetricFacts, ...names: string[]): Record<string, MetricFacts> =>
  Object.fromEntries(names.map((name) => [name, what]));

/** By namespace and metric, as the page of the catalogue's entry tells it; every metric of the catalogue is here. */
export const metricFacts: Readonly<Record<string, Readonly<Record<string, MetricFacts>>>> = {
  "AWS/ApiGateway": {
    ...of(shares, "4XXError", "5XXError", "CacheHitCount", "CacheMissCount"),
    ...of(events, "Count"),
    ...of(times, "IntegrationLatency", "Latency"),
  },
  "AWS/ApplicationELB": {
    ...of(
      events,
      "ActiveConnectionCount",
      "ClientTLSNegotiationErrorCount",
      "HTTPCode_ELB_4XX_Count",
      "HTTPCode_ELB_5XX_Count",
      "HTTPCode_Target_2XX_Count",
      "HTTPCode_Target_4XX_Count",
      "HTTPCode_Target_5XX_Count",
      "NewConnectionCount",
      "RejectedConnectionCount",
      "RequestCount",
      "TargetConnectionErrorCount",
    ),
    ...of(facts("Bytes", "Sum"), "ProcessedBytes"),
    ...of(facts("Seconds", ...extremes, "SampleCount", ...percentiles), "TargetResponseTime"),
    ...of(levels, "HealthyHostCount", "UnHealthyHostCount"),
  },
  "AWS/CertificateManager": of(facts("None", ...extremes), "DaysToExpiry"),
  "AWS/CloudFront": {
    ...of(facts("None", "Sum"), "BytesDownloaded", "BytesUploaded", "Requests"),
    ...of(facts("Percent", "Average"), "4xxErrorRate", "5xxErrorRate", "CacheHitRate", "TotalErrorRate"),
    ...of(facts("Milliseconds", ...percentiles), "OriginLatency"),
  },
  "AWS/CodeBuild": {
    ...of(facts("Count", "Sum"), "Builds", "FailedBuilds", "SucceededBuilds"),
    ...of(
      facts("Seconds", ...extremes),
      "BuildDuration",
      "DownloadSourceDuration",
      "Duration",
      "FinalizingDuration",
      "InstallDuration",
      "PostBuildDuration",
      "PreBuildDuration",
      "ProvisioningDuration",
      "QueuedDuration",
      "SubmittedDuration",
      "UploadArtifactsDuration",
    ),
  },
  "AWS/CodePipeline": {
    ...of(events, "FailedPipelineExecutions"),
    ...of(facts("Seconds", ...extremes, "SampleCount"), "PipelineDuration"),
  },
  "AWS/Cognito": {
    ...of(shares, "FederationSuccesses", "SignInSuccesses", "SignUpSuccesses", "TokenRefreshSuccesses"),
    ...of(events, "FederationThrottles", "SignInThrottles", "SignUpThrottles", "TokenRefreshThrottles"),
    ...of(events, "AccountTakeoverRisk", "CompromisedCredentialsRisk", "NoRisk", "OverrideBlock", "Risk"),
  },
  "AWS/DAX": {
    ...of(percent, "CacheMemoryUtilization", "CPUUtilization"),
    ...of(bytes, "EvictedSize"),
    ...of(
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
  },
  "AWS/DynamoDB": {
    ...of(
      counts,
      "ConsumedReadCapacityUnits",
      "ConsumedWriteCapacityUnits",
      "ReturnedItemCount",
      "TransactionConflict",
    ),
    ...of(counts, "ConditionalCheckFailedRequests", "ReturnedRecordsCount"),
    ...of(levels, "ProvisionedReadCapacityUnits", "ProvisionedWriteCapacityUnits"),
    ...of(events, "ReadThrottleEvents", "WriteThrottleEvents", "SystemErrors", "ThrottledRequests", "UserErrors"),
    ...of(facts("Count", "Sum"), "TimeToLiveDeletedItemCount"),
    ...of(facts("Milliseconds", ...extremes, "SampleCount"), "SuccessfulRequestLatency", "ReplicationLatency"),
    ...of(facts("Count", "Maximum"), "AccountMaxReads", "AccountMaxWrites"),
    ...of(
      facts("Percent", "Maximum"),
      "AccountProvisionedReadCapacityUtilization",
      "AccountProvisionedWriteCapacityUtilization",
    ),
    ...of(bytes, "ReturnedBytes"),
  },
  "AWS/ECS": of(percent, "CPUUtilization", "MemoryUtilization"),
  "AWS/Events": of(
    events,
    "FailedInvocations",
    "Invocations",
    "InvocationsFailedToBeSentToDlq",
    "InvocationsSentToDlq",
    "ThrottledRules",
    "TriggeredRules",
  ),
  "AWS/Kinesis": {
    ...of(facts("Milliseconds", ...extremes, "SampleCount"), "GetRecords.IteratorAgeMilliseconds"),
    ...of(bytes, "IncomingBytes"),
    ...of(
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
    ...of(shares, "GetRecords.Success", "PutRecord.Success"),
  },
  "AWS/Lambda": {
    ...of(times, "AsyncEventAge", "Duration", "IteratorAge"),
    ...of(
      events,
      "AsyncEventsDropped",
      "AsyncEventsReceived",
      "DeadLetterErrors",
      "DestinationDeliveryFailures",
      "Errors",
      "Invocations",
      "ProvisionedConcurrencyInvocations",
      "ProvisionedConcurrencySpilloverInvocations",
      "Throttles",
    ),
    ...of(levels, "ConcurrentExecutions", "ClaimedAccountConcurrency", "UnreservedConcurrentExecutions"),
    ...of(facts("None", ...extremes), "ProvisionedConcurrencyUtilization"),
  },
  "AWS/Logs": { ...of(bytes, "IncomingBytes"), ...of(facts("None", ...everything), "IncomingLogEvents") },
  "AWS/NATGateway": {
    ...of(facts("Count", "Maximum"), "ActiveConnectionCount"),
    ...of(
      facts("Bytes", "Sum"),
      "BytesInFromDestination",
      "BytesInFromSource",
      "BytesOutToDestination",
      "BytesOutToSource",
    ),
    ...of(
      facts("Count", "Sum"),
      "ConnectionAttemptCount",
      "ConnectionEstablishedCount",
      "ErrorPortAllocation",
      "IdleTimeoutCount",
      "PacketsDropCount",
    ),
  },
  "AWS/QuickSight": {
    ...of(events, "IngestionErrorCount", "IngestionInvocationCount", "IngestionRowCount"),
    ...of(facts("Seconds", ...extremes), "IngestionLatency"),
  },
  "AWS/RDS": {
    ...of(percent, "ACUUtilization", "CPUUtilization"),
    ...of(facts("Count/Second", ...extremes), "Deadlocks"),
    ...of(facts("Bytes", ...extremes), "FreeableMemory"),
    ...of(levels, "ServerlessDatabaseCapacity"),
    ...of(
      counts,
      "ClientConnections",
      "ClientConnectionsSetupFailedAuth",
      "DatabaseConnections",
      "DatabaseConnectionsSetupFailed",
      "QueryRequests",
    ),
  },
  "AWS/Route53": {
    ...of(facts("None", "Minimum", "Average", "Maximum"), "HealthCheckStatus"),
    ...of(percent, "HealthCheckPercentageHealthy"),
  },
  "AWS/S3": {
    ...of(facts("Bytes", "Average"), "BucketSizeBytes"),
    ...of(facts("Count", "Average"), "NumberOfObjects"),
    ...of(counts, "4xxErrors", "5xxErrors"),
    ...of(facts("Count", "Sum"), "AllRequests"),
    ...of(facts("Milliseconds", ...everything, ...percentiles), "FirstByteLatency", "TotalRequestLatency"),
  },
  "AWS/SNS": {
    ...of(
      facts("Count", "Sum"),
      "NumberOfMessagesPublished",
      "NumberOfNotificationsDelivered",
      "NumberOfNotificationsFailed",
      "NumberOfNotificationsFailedToRedriveToDlq",
      "NumberOfNotificationsFilteredOut",
      "NumberOfNotificationsFilteredOut-InvalidAttributes",
      "NumberOfNotificationsRedrivenToDlq",
    ),
    ...of(facts("Bytes", ...extremes, "SampleCount"), "PublishSize"),
  },
  "AWS/SQS": {
    ...of(facts("Seconds", ...everything), "ApproximateAgeOfOldestMessage"),
    ...of(
      counts,
      "ApproximateNumberOfMessagesDelayed",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesVisible",
      "NumberOfEmptyReceives",
      "NumberOfMessagesDeleted",
      "NumberOfMessagesReceived",
      "NumberOfMessagesSent",
    ),
    ...of(bytes, "SentMessageSize"),
  },
  "AWS/States": {
    ...of(
      events,
      "ActivitiesFailed",
      "ActivitiesHeartbeatTimedOut",
      "ActivitiesScheduled",
      "ActivitiesStarted",
      "ActivitiesSucceeded",
      "ActivitiesTimedOut",
      "ExecutionThrottled",
      "ExecutionsAborted",
      "ExecutionsFailed",
      "ExecutionsStarted",
      "ExecutionsSucceeded",
      "ExecutionsTimedOut",
    ),
    ...of(times, "ActivityRunTime", "ActivityScheduleTime", "ActivityTime", "ExecutionTime"),
  },
  "AWS/Usage": { ...of(facts("None", "Sum"), "CallCount"), ...of(facts("None", ...extremes), "ResourceCount") },
  "AWS/WAFV2": of(facts("Count", "Sum"), "AllowedRequests", "BlockedRequests", "CountedRequests", "PassedRequests"),
  CloudWatchSynthetics: {
    ...of(facts("Milliseconds", "Average"), "Duration"),
    ...of(facts("Percent", "Average"), "SuccessPercent"),
    ...of(facts("Count", "Sum"), "2xx", "4xx", "5xx", "Failed", "Failed requests"),
  },
};
