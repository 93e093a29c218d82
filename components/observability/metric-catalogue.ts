/**
 * The CloudWatch metrics that AWS publishes for the services of the platform, each with the sets of dimensions it really
 * comes with. An alarm on any other set never gets a datapoint and never fires, and CloudWatch does not complain.
 */
export interface CatalogueEntry {
  /** The AWS page that lists the metrics. */
  page: string;
  /** Metric name to its valid dimension sets; a set is the sorted names joined with `+`, and empty for no dimension. */
  metrics: Record<string, string[]>;
}

const all = (sets: string[], names: string[]): Record<string, string[]> =>
  Object.fromEntries(names.map((n) => [n, sets]));

/** By namespace. Custom namespaces are not listed: whoever emits them defines them. */
export const metricCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "AWS/ApiGateway": {
    page: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
    metrics: all(
      ["ApiName", "ApiName+Stage", "ApiName+Method+Resource+Stage"],
      ["4XXError", "5XXError", "CacheHitCount", "CacheMissCount", "Count", "IntegrationLatency", "Latency"],
    ),
  },
  "AWS/ApplicationELB": {
    page: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
    metrics: {
      ...all(
        ["LoadBalancer", "AvailabilityZone+LoadBalancer"],
        [
          "ActiveConnectionCount",
          "ClientTLSNegotiationErrorCount",
          "HTTPCode_ELB_4XX_Count",
          "HTTPCode_ELB_5XX_Count",
          "NewConnectionCount",
          "ProcessedBytes",
          "RejectedConnectionCount",
        ],
      ),
      ...all(
        ["LoadBalancer", "LoadBalancer+TargetGroup"],
        [
          "HTTPCode_Target_2XX_Count",
          "HTTPCode_Target_4XX_Count",
          "HTTPCode_Target_5XX_Count",
          "RequestCount",
          "TargetConnectionErrorCount",
          "TargetResponseTime",
        ],
      ),
      ...all(["LoadBalancer+TargetGroup"], ["HealthyHostCount", "UnHealthyHostCount"]),
    },
  },
  "AWS/CertificateManager": {
    page: "https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html",
    metrics: { DaysToExpiry: ["CertificateArn"] },
  },
  "AWS/CloudFront": {
    page: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html",
    metrics: all(
      ["DistributionId+Region"],
      [
        "4xxErrorRate",
        "5xxErrorRate",
        "BytesDownloaded",
        "BytesUploaded",
        "CacheHitRate",
        "OriginLatency",
        "Requests",
        "TotalErrorRate",
      ],
    ),
  },
  "AWS/CodeBuild": {
    page: "https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html",
    metrics: all(
      ["", "ProjectName"],
      [
        "BuildDuration",
        "Builds",
        "DownloadSourceDuration",
        "Duration",
        "FailedBuilds",
        "FinalizingDuration",
        "InstallDuration",
        "PostBuildDuration",
        "PreBuildDuration",
        "ProvisioningDuration",
        "QueuedDuration",
        "SubmittedDuration",
        "SucceededBuilds",
        "UploadArtifactsDuration",
      ],
    ),
  },
  "AWS/CodePipeline": {
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html",
    // Of pipelines of type V2 only.
    metrics: { FailedPipelineExecutions: ["", "PipelineName"], PipelineDuration: ["PipelineName"] },
  },
  "AWS/Cognito": {
    page: "https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html",
    metrics: {
      ...all(
        ["UserPool", "UserPool+UserPoolClient"],
        [
          "FederationSuccesses",
          "FederationThrottles",
          "SignInSuccesses",
          "SignInThrottles",
          "SignUpSuccesses",
          "SignUpThrottles",
          "TokenRefreshSuccesses",
          "TokenRefreshThrottles",
        ],
      ),
      ...all(
        ["Operation+UserPoolId"],
        ["AccountTakeoverRisk", "CompromisedCredentialsRisk", "NoRisk", "OverrideBlock", "Risk"],
      ),
    },
  },
  "AWS/DAX": {
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html",
    metrics: all(
      ["", "ClusterId", "ClusterId+NodeId"],
      [
        "CacheMemoryUtilization",
        "CPUUtilization",
        "ErrorRequestCount",
        "EvictedSize",
        "FailedRequestCount",
        "FaultRequestCount",
        "ItemCacheHits",
        "ItemCacheMisses",
        "QueryCacheHits",
        "QueryCacheMisses",
        "ThrottledRequestCount",
        "TotalRequestCount",
      ],
    ),
  },
  "AWS/DynamoDB": {
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html",
    metrics: {
      ...all(
        ["TableName", "GlobalSecondaryIndexName+TableName"],
        [
          "ConsumedReadCapacityUnits",
          "ConsumedWriteCapacityUnits",
          "ProvisionedReadCapacityUnits",
          "ProvisionedWriteCapacityUnits",
          "ReadThrottleEvents",
          "WriteThrottleEvents",
        ],
      ),
      ...all(
        ["Operation+TableName"],
        ["SystemErrors", "ThrottledRequests", "SuccessfulRequestLatency", "ReturnedItemCount"],
      ),
      ...all(["TableName"], ["ConditionalCheckFailedRequests", "TimeToLiveDeletedItemCount", "TransactionConflict"]),
      ...all(
        [""],
        [
          "AccountMaxReads",
          "AccountMaxWrites",
          "AccountProvisionedReadCapacityUtilization",
          "AccountProvisionedWriteCapacityUtilization",
          "UserErrors",
        ],
      ),
      ReplicationLatency: ["ReceivingRegion+TableName"],
      ReturnedBytes: ["Operation+StreamLabel+TableName"],
      ReturnedRecordsCount: ["Operation+StreamLabel+TableName"],
    },
  },
  "AWS/ECS": {
    page: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
    metrics: all(["ClusterName", "ClusterName+ServiceName"], ["CPUUtilization", "MemoryUtilization"]),
  },
  "AWS/Events": {
    page: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html",
    metrics: all(
      ["RuleName"],
      [
        "FailedInvocations",
        "Invocations",
        "InvocationsFailedToBeSentToDlq",
        "InvocationsSentToDlq",
        "ThrottledRules",
        "TriggeredRules",
      ],
    ),
  },
  "AWS/Kinesis": {
    page: "https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html",
    metrics: all(
      ["StreamName"],
      [
        "GetRecords.IteratorAgeMilliseconds",
        "GetRecords.Records",
        "GetRecords.Success",
        "IncomingBytes",
        "IncomingRecords",
        "PutRecord.Success",
        "PutRecords.FailedRecords",
        "PutRecords.SuccessfulRecords",
        "PutRecords.ThrottledRecords",
        "PutRecords.TotalRecords",
        "ReadProvisionedThroughputExceeded",
        "WriteProvisionedThroughputExceeded",
      ],
    ),
  },
  "AWS/Lambda": {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    metrics: {
      ...all(
        ["", "FunctionName", "FunctionName+Resource", "ExecutedVersion+FunctionName+Resource"],
        [
          "AsyncEventAge",
          "AsyncEventsDropped",
          "AsyncEventsReceived",
          "DeadLetterErrors",
          "DestinationDeliveryFailures",
          "Duration",
          "Errors",
          "Invocations",
          "Throttles",
        ],
      ),
      ConcurrentExecutions: ["", "FunctionName", "FunctionName+Resource"],
      IteratorAge: ["FunctionName", "FunctionName+Resource"],
      ...all(
        ["FunctionName", "FunctionName+Resource"],
        [
          "ProvisionedConcurrencyInvocations",
          "ProvisionedConcurrencySpilloverInvocations",
          "ProvisionedConcurrencyUtilization",
        ],
      ),
      ...all([""], ["ClaimedAccountConcurrency", "UnreservedConcurrentExecutions"]),
    },
  },
  "AWS/Logs": {
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html",
    metrics: all(["", "LogGroupName"], ["IncomingBytes", "IncomingLogEvents"]),
  },
  "AWS/NATGateway": {
    page: "https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html",
    metrics: all(
      ["NatGatewayId"],
      [
        "ActiveConnectionCount",
        "BytesInFromDestination",
        "BytesInFromSource",
        "BytesOutToDestination",
        "BytesOutToSource",
        "ConnectionAttemptCount",
        "ConnectionEstablishedCount",
        "ErrorPortAllocation",
        "IdleTimeoutCount",
        "PacketsDropCount",
      ],
    ),
  },
  "AWS/QuickSight": {
    page: "https://docs.aws.amazon.com/quicksight/latest/user/monitoring-quicksight.html",
    metrics: all(
      ["DatasetId", ""],
      ["IngestionErrorCount", "IngestionInvocationCount", "IngestionLatency", "IngestionRowCount"],
    ),
  },
  "AWS/RDS": {
    page: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html",
    metrics: {
      ...all(
        ["DBClusterIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier+Role"],
        ["ACUUtilization", "CPUUtilization", "Deadlocks", "FreeableMemory", "ServerlessDatabaseCapacity"],
      ),
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
      ...all(
        ["ProxyName"],
        ["ClientConnections", "ClientConnectionsSetupFailedAuth", "DatabaseConnectionsSetupFailed", "QueryRequests"],
      ),
      DatabaseConnections: ["DBClusterIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier+Role", "ProxyName"],
    },
  },
  "AWS/Route53": {
    page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html",
    metrics: all(["HealthCheckId"], ["HealthCheckPercentageHealthy", "HealthCheckStatus"]),
  },
  "AWS/S3": {
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html",
    metrics: {
      ...all(["BucketName+StorageType"], ["BucketSizeBytes", "NumberOfObjects"]),
      // Request metrics exist only for a filter that the bucket's metrics configuration names.
      ...all(
        ["BucketName+FilterId"],
        ["4xxErrors", "5xxErrors", "AllRequests", "FirstByteLatency", "TotalRequestLatency"],
      ),
    },
  },
  "AWS/SNS": {
    page: "https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html",
    metrics: all(
      ["TopicName"],
      [
        "NumberOfMessagesPublished",
        "NumberOfNotificationsDelivered",
        "NumberOfNotificationsFailed",
        "NumberOfNotificationsFailedToRedriveToDlq",
        "NumberOfNotificationsFilteredOut",
        "NumberOfNotificationsFilteredOut-InvalidAttributes",
        "NumberOfNotificationsRedrivenToDlq",
        "PublishSize",
      ],
    ),
  },
  "AWS/SQS": {
    page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
    metrics: all(
      ["QueueName"],
      [
        "ApproximateAgeOfOldestMessage",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesVisible",
        "NumberOfEmptyReceives",
        "NumberOfMessagesDeleted",
        "NumberOfMessagesReceived",
        "NumberOfMessagesSent",
        "SentMessageSize",
      ],
    ),
  },
  "AWS/States": {
    page: "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html",
    metrics: {
      ...all(
        ["StateMachineArn"],
        [
          "ExecutionThrottled",
          "ExecutionTime",
          "ExecutionsAborted",
          "ExecutionsFailed",
          "ExecutionsStarted",
          "ExecutionsSucceeded",
          "ExecutionsTimedOut",
        ],
      ),
      ...all(
        ["ActivityArn"],
        [
          "ActivitiesFailed",
          "ActivitiesHeartbeatTimedOut",
          "ActivitiesScheduled",
          "ActivitiesStarted",
          "ActivitiesSucceeded",
          "ActivitiesTimedOut",
          "ActivityRunTime",
          "ActivityScheduleTime",
          "ActivityTime",
        ],
      ),
    },
  },
  "AWS/Usage": {
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Service-Quota-Integration.html",
    metrics: all(["Class+Resource+Service+Type"], ["CallCount", "ResourceCount"]),
  },
  "AWS/WAFV2": {
    page: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
    // Regional web ACLs carry the Region dimension, those of CloudFront do not.
    metrics: all(
      ["Region+Rule+WebACL", "Rule+WebACL"],
      ["AllowedRequests", "BlockedRequests", "CountedRequests", "PassedRequests"],
    ),
  },
  CloudWatchSynthetics: {
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html",
    metrics: {
      ...all(["CanaryName", "CanaryName+StepName"], ["Duration", "SuccessPercent"]),
      ...all(["CanaryName"], ["2xx", "4xx", "5xx", "Failed", "Failed requests"]),
    },
  },
};
