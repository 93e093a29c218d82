/** What a person does about a kind of alarm. */
export interface Instructions {
  /** Steps, in order. `{name}` stands for what is watched, for example a function's name; `{system}` for its system. */
  steps: string[];
  /** Commands for the first look, AWS CLI version 2. The same placeholders. */
  commands?: string[];
}

const lambdaLogs = (pattern: string) =>
  `aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern '${pattern}' --query 'events[].message' --output text`;
const accessLogs = (pattern: string) =>
  `aws logs filter-log-events --log-group-name /aws/apigateway/{name}/{stage}/access --start-time $SINCE --filter-pattern '${pattern}' --query 'events[].message' --output text`;
const queueUrl = "QUEUE=$(aws sqs list-queues --queue-name-prefix {name} --query 'QueueUrls[0]' --output text)";
const readQueue =
  "aws sqs receive-message --queue-url $QUEUE --max-number-of-messages 10 --visibility-timeout 30 --message-attribute-names All";
const machine =
  "MACHINE=$(aws stepfunctions list-state-machines --query \"stateMachines[?name=='{name}'].stateMachineArn\" --output text)";
const executions = (status: string) =>
  `aws stepfunctions list-executions --state-machine-arn $MACHINE --status-filter ${status} --max-items 10 --query 'executions[].[executionArn,startDate,stopDate]' --output text`;
const describeExecution =
  "aws stepfunctions describe-execution --execution-arn EXECUTION --query '[status,error,cause,input]'";
const warehouse = (sql: string) => [
  `STATEMENT=$(aws redshift-data execute-statement --workgroup-name {name} --database warehouse --sql "${sql}" --query Id --output text)`,
  "sleep 10; aws redshift-data get-statement-result --id $STATEMENT --query Records",
];
const concurrency = [
  "aws lambda get-function-concurrency --function-name {name}",
  "aws lambda get-account-settings --query AccountLimit",
];

/**
 * What to do, by the namespace of the alarm's metric and the end of its name. The longest end that fits is taken. An
 * alarm that none fits fails the generator: a new kind of alarm comes with its instructions.
 */
export const instructions: Record<string, Instructions> = {
  " unhealthy": {
    commands: [
      "aws cloudwatch describe-alarms --alarm-name-prefix STACK-{system}- --state-value ALARM --query 'MetricAlarms[].AlarmName'",
    ],
    steps: [
      "This alarm only sums up: see which of the system's alarms are on, and go on with their sections.",
      "Look at the dashboard `STACK-{system}` for when it began, and at what was deployed then.",
      "It ends by itself when the last of the system's critical alarms does.",
    ],
  },
  " degraded": {
    commands: [
      "aws cloudwatch describe-alarms --alarm-name-prefix STACK-{system}- --state-value ALARM --query 'MetricAlarms[].AlarmName'",
    ],
    steps: [
      "This alarm only sums up: see which of the system's alarms are on, and go on with their sections.",
      "It can wait until morning, unless `{system}-unhealthy` is on too.",
      "It ends by itself when the last of the system's warnings does.",
    ],
  },
  "AWS/CodePipeline failed": {
    commands: [
      "aws codepipeline get-pipeline-state --name {name} --query 'stageStates[].[stageName,latestExecution.status]' --output text",
      "aws codepipeline list-action-executions --pipeline-name {name} --max-items 10 --query 'actionExecutionDetails[].[stageName,actionName,status,output.executionResult.externalExecutionUrl]' --output text",
    ],
    steps: [
      "See which stage failed; the address beside the action leads to its log. A rejected approval is a failure too, and then nothing is wrong.",
      "Where a deployment failed, see that the rollback after it succeeded: `aws codepipeline list-pipeline-executions --pipeline-name {name} --max-items 5`.",
      "Push a change that mends it. Where the cause was not in the source: `aws codepipeline retry-stage-execution --pipeline-name {name} --stage-name STAGE --pipeline-execution-id ID --retry-mode FAILED_ACTIONS`.",
    ],
  },
  "AWS/CodeBuild slow": {
    commands: [
      "aws codebuild batch-get-builds --ids $(aws codebuild list-builds-for-project --project-name {name} --max-items 1 --query 'ids[0]' --output text) --query 'builds[0].phases[].[phaseType,phaseStatus,durationInSeconds]' --output text",
    ],
    steps: [
      "See which phase takes the time, and whether it grows from build to build.",
      "Downloads and waiting pass by themselves. What the build itself does: give the step a larger machine (`computeType`) or more time (`timeoutMinutes`) in `stacks/systems/delivery.ts`.",
    ],
  },
  "AWS/Lambda errors": {
    commands: [
      lambdaLogs('{ $.level = "ERROR" }'),
      lambdaLogs("Task timed out"),
      "aws lambda list-aliases --function-name {name} --query 'Aliases[].[Name,FunctionVersion]' --output text",
    ],
    steps: [
      "Read the errors. A record's `xray_trace_id` finds the trace in X-Ray.",
      "If it began with a deployment, go back: `aws lambda update-alias --function-name {name} --name ALIAS --function-version NUMBER`. Revert the change in the repository too, or the next deployment brings it back.",
      "If another service refuses the function, look at what changed in its role or its key's policy, and at the [AWS Health Dashboard](https://health.aws.amazon.com/health/status).",
      "If it times out, see the alarm `duration` of the same function.",
    ],
  },
  "AWS/Lambda throttles": {
    commands: concurrency,
    steps: [
      "If the function has reached its reservation and the load is meant, raise `reservedConcurrency…` of the system `{system}` in `Pulumi.<stack>.yaml`, run `npm run plan`, and deploy. For a function without a reservation, the account's limit is used up.",
      "If the account's limit is used up, ask for more in Service Quotas (Lambda, concurrent executions) and write the new value to `concurrencyLimit` in `platform.config.yaml`.",
      "If the load is not meant, find the caller: see the alarms `client-errors` and `blocked` of the API in front of it.",
    ],
  },
  "AWS/Lambda concurrency": {
    commands: concurrency,
    steps: [
      "Nothing fails yet. See whether the load grows or invocations take longer (dashboard, `Duration`).",
      "If they take longer, mend that first: more executions only move the queue.",
      "Otherwise raise the reservation as for `throttles`.",
    ],
  },
  "AWS/Lambda duration": {
    commands: [lambdaLogs("REPORT")],
    steps: [
      "See in X-Ray which call takes the time: each call to AWS is a subsegment of its own.",
      "A slow start with little memory shows as a long `Init Duration` in the `REPORT` records: more memory also means more processor.",
      "Raise `timeoutSeconds` in `stacks/systems/{system}.ts` only when the work really takes longer, and keep it below the caller's.",
    ],
  },
  "AWS/Lambda dead-letter-errors": {
    commands: ["aws lambda get-function-configuration --function-name {name} --query '[DeadLetterConfig,Role]'"],
    steps: [
      "The event is lost. Find out which it was from the function's log at that time, and do its work by hand.",
      "The role must have `sqs:SendMessage` on the queue, and `kms:GenerateDataKey` and `kms:Decrypt` on the queue's key. Both come from the program: compare with `npm run plan -- STACK --details`, and deploy again where somebody changed them.",
    ],
  },
  "AWS/Lambda iterator-age": {
    commands: [
      "aws lambda list-event-source-mappings --function-name {name} --query 'EventSourceMappings[].[UUID,State,LastProcessingResult]' --output text",
      lambdaLogs('{ $.level = "ERROR" }'),
    ],
    steps: [
      "A table's stream keeps a record for 24 hours, a stream of Kinesis for a week (168 hours) unless the program says otherwise: what is older by then is lost. That is the time there is.",
      "If the mapping is not `Enabled`, find out who switched it off, and deploy again.",
      "If the function fails, mend that. A record that always fails blocks its shard until its retries are used up; then it goes to the failure queue. `countHashtags` has no limit of retries: it sets aside what is no post, and what still fails is tried until the stream has it no more.",
      "If the function is only slow or throttled, see `duration` and `throttles`.",
    ],
  },
  "AWS/Lambda event-age": {
    commands: concurrency,
    steps: [
      "Asynchronous events wait because the function fails and is tried again, or has no concurrency left: see its alarms `errors` and `throttles`.",
      "What waits too long is given up and goes to the queue of failures; nothing is lost.",
    ],
  },
  "AWS/Lambda undelivered-failures": {
    commands: [
      "aws lambda get-function-event-invoke-config --function-name {name} --qualifier live",
      ...[concurrency[0]!],
    ],
    steps: [
      "The event is lost unless it is in the account's undeliverable queue too: look there first.",
      "The role must have `sqs:SendMessage` on the queue of failures, and `kms:GenerateDataKey` and `kms:Decrypt` on its key. Both come from the program: compare with `npm run plan -- STACK --details`, and deploy again where somebody changed them.",
    ],
  },
  "AWS/Kinesis iterator-age": {
    commands: [
      "aws lambda list-event-source-mappings --query \"EventSourceMappings[?contains(EventSourceArn,'{name}')].[FunctionArn,State,LastProcessingResult]\" --output text",
      "aws kinesis describe-stream-summary --stream-name {name}",
    ],
    steps: [
      "See which function reads the stream, and its alarms `errors`, `throttles` and `iterator-age`; a mapping that is `Disabled` reads nothing.",
      "If the function works and is only slow, raise its memory, `batchSize` or `parallelizationFactor` in `stacks/systems/{system}.ts`.",
      "There is time until the stream's retention ends; what is older then is lost.",
    ],
  },
  "AWS/Kinesis write-throttles": {
    commands: [
      "aws kinesis describe-stream-summary --stream-name {name} --query 'StreamDescriptionSummary.[StreamModeDetails,OpenShardCount]'",
      "aws cloudwatch list-metrics --namespace AWS/Kinesis --metric-name WriteProvisionedThroughputExceeded --dimensions Name=StreamName,Value={name}",
    ],
    steps: [
      "See in the metrics of the shards whether one or all are throttled. One alone means that too many records have the same partition key: change the key.",
      "An on-demand stream doubles by itself within a quarter of an hour. A provisioned one gets more `shards` in `stacks/systems/{system}.ts`.",
    ],
  },
  "AWS/Kinesis read-throttles": {
    commands: [
      "aws kinesis list-stream-consumers --stream-arn $(aws kinesis describe-stream-summary --stream-name {name} --query StreamDescriptionSummary.StreamARN --output text)",
    ],
    steps: [
      "Two megabytes and five reads a second are what all consumers of a shard share: see who reads beside the platform's function.",
      "Give consumers enhanced fan-out, or let them read less often.",
    ],
  },
  "AWS/Kinesis volume": {
    steps: [
      "See on the dashboard whether it is more or less than expected, and since when.",
      "Less: ask the producers' owners; a producer that is refused has errors of its own (`write-throttles`, a role that was changed).",
      "More: a producer that repeats itself. Nothing is counted or stored twice, but it is paid for: tell its owner.",
    ],
  },
  "AWS/Kinesis failed-records": {
    steps: [
      "Kinesis itself fails: see the [AWS Health Dashboard](https://health.aws.amazon.com/health/status). Producers put again what was not taken.",
    ],
  },
  "Platform rules-refused": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern '\"rules not valid\"' --query 'events[].message' --output text",
      "aws s3api list-object-versions --bucket RULES_BUCKET --prefix rules.json --query 'Versions[].[VersionId,LastModified,IsLatest]' --output text",
    ],
    steps: [
      "The log says what is wrong with the document. Events are routed by the last good one meanwhile.",
      "Correct the document and upload it, or bring the last good version back: `aws s3api copy-object --bucket RULES_BUCKET --key rules.json --copy-source 'RULES_BUCKET/rules.json?versionId=VERSION'`.",
      "The alarm ends within the time of `rulesMaxAgeSeconds` and the next batch of events.",
    ],
  },
  "Platform rules-unavailable": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern '\"rules not read\"' --query 'events[].message' --output text",
      "aws s3api list-object-versions --bucket RULES_BUCKET --prefix rules.json --query '[DeleteMarkers,Versions][].[VersionId,LastModified,IsLatest,Size]' --output text",
    ],
    steps: [
      "Routing goes on by the last rules, in a function that has just started by the newest older version that is good. The log says why the document could not be read: it is gone, or a permission on the bucket or its key is.",
      "Where it was deleted, its newest version is a delete marker (without a size): take that away, `aws s3api delete-object --bucket RULES_BUCKET --key rules.json --version-id MARKER`, or upload the document. Older versions are there for 90 days.",
    ],
  },
  "Platform events-failed": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern kept --query 'events[].message' --output text",
    ],
    steps: [
      "The log says which connector gave the events up, and why; its own log has the errors.",
      "Mend the cause. Events that are no events at all (`InvalidEvent`) are their producer's to mend.",
      "Send them again: `aws lambda invoke --function-name replayEvents --cli-binary-format raw-in-base64-out --payload '{}' /dev/stdout`, until `more` is false.",
    ],
  },
  "Platform circuit-opened": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern '\"not delivered\"' --query 'events[].message' --output text",
    ],
    steps: [
      "The third party's web service does not answer as it should: the log has the status or says `time-out`. Tell its operator.",
      "Nothing has to be done here: one call in half a minute tries whether it is back. What is given up meanwhile is kept; see `events-failed`.",
    ],
  },
  "Platform not-accepted": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/lambda/{name} --start-time $SINCE --filter-pattern '{ $.level = \"ERROR\" }' --query 'events[].message' --output text",
    ],
    steps: [
      "Without errors in the log the stream lacks capacity: see its alarm `write-throttles`.",
      "With errors, look at what they say: a permission on the stream or its key that is gone, or a failure of Kinesis.",
    ],
  },
  "AWS/SQS failures": {
    commands: [queueUrl, readQueue],
    steps: [
      "Read the messages; reading does not remove them. Each says what failed. From Lambda it is the event. From a stream it is the position of the records that were given up (`KinesisBatchInfo`, `DDBStreamBatchInfo`): a table's stream has them for 24 hours, a stream of Kinesis for a week (168 hours). A record that a function set aside itself (`kind` is `record`) comes with its data, base64.",
      "Mend the cause. What was set aside is its producer's to mend: its `reason` says why, and the same data would be refused again.",
      "Do the work again, which is safe because the handlers are idempotent. Nothing does it by itself here. An event: invoke the function with it. Records of Kinesis: `aws kinesis get-shard-iterator --stream-name STREAM --shard-id SHARD --shard-iterator-type AT_SEQUENCE_NUMBER --starting-sequence-number START`, `aws kinesis get-records --shard-iterator ITERATOR`, and put them again with `aws kinesis put-record`.",
      "Remove each message that is done: `aws sqs delete-message --queue-url $QUEUE --receipt-handle HANDLE`.",
    ],
  },
  "AWS/SQS dead-letters": {
    commands: [
      queueUrl,
      readQueue,
      "aws sqs start-message-move-task --source-arn $(aws sqs get-queue-attributes --queue-url $QUEUE --attribute-names QueueArn --query Attributes.QueueArn --output text)",
    ],
    steps: [
      "Read the messages before the last of the commands: it moves them back (redrive).",
      "The function's log says for each message id why it was refused (`refused`: the message is wrong; `not stored`: something else failed).",
      "Mend the cause, deploy, then redrive. A message that was processed before changes nothing the second time.",
      "Remove messages that can never be processed: `aws sqs delete-message --queue-url $QUEUE --receipt-handle HANDLE`.",
    ],
  },
  "AWS/SQS undelivered": {
    commands: [queueUrl, readQueue],
    steps: [
      "SNS could not deliver these messages to a subscriber, and put them here instead.",
      "See which subscription they are from (`aws sns list-subscriptions`), and whether its address or queue still exists and may be used.",
      "Mend or remove the subscription in the configuration, send by hand what matters, and delete the messages.",
    ],
  },
  "AWS/SQS oldest-message": {
    commands: [
      queueUrl,
      "aws sqs get-queue-attributes --queue-url $QUEUE --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible",
    ],
    steps: [
      "Callers were told that their work is accepted; it only comes late. Nothing is lost before the queue's retention ends (four days).",
      "See whether the consumer fails (`errors`), is throttled (`throttles`) or is switched off (`aws lambda list-event-source-mappings`).",
      "If there is simply more work, raise the consumer's reserved concurrency.",
    ],
  },
  "AWS/States executions-failed": {
    commands: [machine, executions("FAILED"), describeExecution],
    steps: [
      "The execution's error is the name of what went wrong, its cause says more; the log group `/aws/vendedlogs/states/{name}` names the state.",
      "Errors that pass by themselves were retried five times. If it is one of those, see the alarms of what was called.",
      "Mend the cause, then go on where it failed (`aws stepfunctions redrive-execution --execution-arn EXECUTION`), or start a new execution with the same input.",
      '`NotCleanedUp` of the machine `tuning` means that a function still has versions or a size of the tuning: start it with `{ "lambdaARN": …, "restore": true }`.',
    ],
  },
  "AWS/States executions-timed-out": {
    commands: [machine, executions("TIMED_OUT"), describeExecution],
    steps: [
      "It was ended in the middle, and nothing of it could clean up. See in its history in which state it was.",
      "If that state waited for somebody or something, mend that. If there was simply more work, raise `timeoutSeconds` in `stacks/systems/{system}.ts`.",
      'Start a new execution with the same input. For the machine `tuning`, first start it with `{ "lambdaARN": …, "restore": true }`.',
    ],
  },
  "AWS/States executions-aborted": {
    commands: [
      machine,
      executions("ABORTED"),
      "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=StopExecution --query 'Events[].[EventTime,Username]'",
    ],
    steps: [
      "Ask who stopped it, and why.",
      'Start a new execution if its work is still wanted. For the machine `tuning`, start it with `{ "lambdaARN": …, "restore": true }`.',
    ],
  },
  "AWS/States executions-throttled": {
    commands: [machine, executions("RUNNING")],
    steps: [
      "Executions are late, and none is lost. See which machine of the account makes most transitions (CloudWatch, `AWS/States`, `ExecutionThrottled` and `ProvisionedRefillRate`).",
      "Spread its starts, or ask for more in Service Quotas (Step Functions, state transitions).",
    ],
  },
  "AWS/States slower": {
    commands: [machine, executions("SUCCEEDED")],
    steps: [
      "Compare an execution of today with one of last week, state by state: which call takes longer?",
      "Longer input is no fault. A slower table, queue or function is: see its alarms and graphs.",
      "Raise the machine's `timeoutSeconds` in time where it is to stay that way; see `duration`.",
    ],
  },
  "AWS/States duration": {
    commands: [machine, executions("RUNNING"), executions("SUCCEEDED")],
    steps: [
      "See in X-Ray or the execution's history which state takes the time.",
      "If there is simply more work, raise `timeoutSeconds` in `stacks/systems/{system}.ts` before an execution is ended in the middle.",
    ],
  },
  "AWS/SNS failed-deliveries": {
    commands: [
      "aws sns list-subscriptions --query \"Subscriptions[?contains(TopicArn, '{name}')].[Protocol,Endpoint,SubscriptionArn]\" --output text",
    ],
    steps: [
      "A subscription that says `PendingConfirmation` was never confirmed: its owner has to follow the link in AWS's e-mail. Subscribe again if the link is older than two days.",
      "An e-mail address that no longer exists is removed from `platform.config.yaml`; then deploy.",
      "If this is a topic of alarms, somebody did not hear of an alarm: see which alarms are on now.",
    ],
  },
  "AWS/SNS lost-messages": {
    steps: [
      "The message is gone: neither the subscriber nor the dead-letter queue took it.",
      "The queue's policy must let `sns.amazonaws.com` send, and its key's policy must let it use the key. Both come from the program: deploy again where somebody changed them.",
      "If this is a topic of alarms, see which alarms are on now.",
    ],
  },
  "AWS/DynamoDB throttled-requests": {
    commands: [
      "aws dynamodb list-tables --query \"TableNames[?starts_with(@, '{name}')]\"",
      "aws dynamodb describe-table --table-name TABLE --query 'Table.[TableStatus,BillingModeSummary.BillingMode]'",
    ],
    steps: [
      "The table is on demand: it throttles when traffic more than doubles within half an hour, or when one key gets more than its partition serves (1,000 writes or 3,000 reads a second).",
      "In the first case it mends itself. In the second, find the key with CloudWatch Contributor Insights for DynamoDB, and the caller in the API's access log.",
    ],
  },
  "AWS/DynamoDB system-errors": {
    steps: [
      "DynamoDB itself answers with errors. See the [AWS Health Dashboard](https://health.aws.amazon.com/health/status) for the region.",
      "Callers get 500 and may repeat: writes of students are idempotent. Messages in the intake queue and records of the stream come again by themselves.",
    ],
  },
  "AWS/ApiGateway server-errors": {
    commands: [accessLogs('{ $.status = "5*" }')],
    steps: [
      "See in the records which `resourcePath` fails, and how: with an `integrationStatus` the backend failed; without one the gateway, its templates or the authorizer did (`responseType`, `authorizerStatus`).",
      "For a backend, go on with the function's own alarms.",
      "For the gateway, the group `API-Gateway-Execution-Logs_<api id>/{stage}` says more.",
      "If it began with a deployment, revert the change and deploy.",
    ],
  },
  "AWS/ApiGateway error-budget-fast": {
    commands: [accessLogs('{ $.status = "5*" }')],
    steps: [
      "An outage or close to one: go on as for `server-errors`, whose section says where to look.",
      "If it began with a deployment, revert the change and deploy; look for the cause afterwards.",
    ],
  },
  "AWS/ApiGateway error-budget-slow": {
    commands: [accessLogs('{ $.status = "5*" }')],
    steps: [
      "A few requests fail all the time: group the records by `resourcePath` and `integrationStatus`, and follow the most frequent kind by its request id through the logs.",
      "Until it is mended, put off deployments that could add failures of their own.",
    ],
  },
  "AWS/ApiGateway client-errors": {
    commands: [accessLogs('{ $.status = "4*" }')],
    steps: [
      "401: tokens are missing or expired; 403 with `wafStatus`: see the web ACL's alarm; other 403: no API key, or a token without the scope; 429: the usage plan's limit; 400: a client sends what the schema refuses.",
      "One `sourceIp` or `apiKeyId` behind most of it is a broken client or an attack; all of them together are a mistake of ours: see what was deployed.",
    ],
  },
  "AWS/ApiGateway traffic": {
    commands: [
      accessLogs('{ $.status = "*" }'),
      "aws cloudwatch describe-anomaly-detectors --namespace AWS/ApiGateway --metric-name Count --query 'AnomalyDetectors[].[SingleMetricAnomalyDetector.Dimensions,StateValue]'",
    ],
    steps: [
      "See on the dashboard whether it is more or less than expected, and since when.",
      "Less: can clients reach it? See the alarm `…-outside-unreachable`, what was deployed then (pages, names, keys), and `blocked` of the web ACL. Ask the clients' owners.",
      "More: who calls? The access log has addresses and keys. One client in a loop: tell its owner, or limit its key's plan. Many: see the web ACL.",
      "A holiday or a campaign is no fault: keep such days out of what is learnt, with `aws cloudwatch put-anomaly-detector … --configuration ExcludedTimeRanges=…`.",
    ],
  },
  "AWS/ApiGateway latency": {
    commands: [accessLogs('{ $.status = "*" }')],
    steps: [
      "Compare `integrationLatency` with `responseLatency`: nearly the same means that the backend is slow, so see its `duration`; far apart means the authorizer (`authorizerLatency`).",
      "X-Ray shows where a single request spent its time; `traceId` is in the record.",
    ],
  },
  "AWS/ApplicationELB latency": {
    commands: [
      "aws ecs describe-services --cluster httpd --services httpd --query 'services[0].[desiredCount,runningCount,events[0:5].message]'",
    ],
    steps: [
      "See on the dashboard `STACK-{system}` whether the tasks' processors are busy too: then scaling is at its maximum, which is raised in the system's options.",
      "With idle tasks the wait is behind them: see what a task calls.",
    ],
  },
  "AWS/ApplicationELB server-errors": {
    commands: [
      "aws ecs describe-services --cluster httpd --services httpd --query 'services[0].[desiredCount,runningCount,events[0:5].message]'",
    ],
    steps: [
      "The access logs of the load balancer, in the bucket of the system `{system}`, tell `elb_status_code` from `target_status_code`: a 5xx of the target is the task's own, 502 to 504 without one mean that no task answered.",
      "If it began with a deployment, its circuit breaker brings the last one back; else deploy the last image digest that worked.",
    ],
  },
  "AWS/ApplicationELB unhealthy-targets": {
    commands: [
      "aws ecs describe-tasks --cluster httpd --tasks $(aws ecs list-tasks --cluster httpd --desired-status STOPPED --query 'taskArns' --output text) --query 'tasks[].[stoppedReason,containers[0].reason]'",
    ],
    steps: [
      "A stopped task says why: its health check, its memory's hard limit, or an image that could not be pulled through the endpoints.",
      "Tasks that run and are unhealthy do not answer `/` on port 80: see their log group.",
    ],
  },
  "AWS/ECS cpu": {
    steps: [
      "See on the dashboard `STACK-{system}` whether the requests grew: raise the greatest number of tasks in the system's options.",
      "The same requests and more work: see what was deployed.",
    ],
  },
  "AWS/ECS memory": {
    steps: [
      "Memory that only ever grows is a leak: deploy the last image digest that had none; tasks that are replaced win time until then.",
      "Memory that follows the requests needs a larger task or more of them.",
    ],
  },
  "ECS/ContainerInsights running-tasks": {
    commands: [
      "aws ecs describe-services --cluster httpd --services httpd --query 'services[0].[desiredCount,runningCount,events[0:10].message]'",
    ],
    steps: [
      "The service's events say why no task starts: no address left in the subnets, an image that is not in the account's registry, an endpoint that is missing, or a health check that fails.",
    ],
  },
  "AWS/Events not-invoked": {
    commands: [
      "aws events list-rules --query \"Rules[?ScheduleExpression && contains(Name, '{name}')].[Name,State]\" --output text",
      "QUEUE=$(aws sqs list-queues --queue-name-prefix STACK-undeliverable --query 'QueueUrls[0]' --output text)",
      readQueue,
    ],
    steps: [
      "The message in the queue of undeliverable events says in its attributes `ERROR_CODE` and `ERROR_MESSAGE` why the function could not be invoked.",
      "A permission or an alias that is gone comes back with the next deployment of the stack.",
      "Do the run that was missed: invoke the function by hand; it does not matter when.",
    ],
  },
  "AWS/QuickSight not-refreshed": {
    commands: [
      "aws quicksight list-ingestions --aws-account-id $(aws sts get-caller-identity --query Account --output text) --data-set-id STACK-{system} --max-results 5 --query 'Ingestions[].[IngestionId,IngestionStatus,ErrorInfo.Message]' --output text",
    ],
    steps: [
      "The error says what could not be read. Where SPICE has no room left, buy more or keep fewer days (`keepDays`).",
      "Where the role may not read: see that the bucket, its manifest and its key are there, and deploy the stack again.",
      "Read the files anew: `aws quicksight create-ingestion --aws-account-id ACCOUNT --data-set-id STACK-{system} --ingestion-id by-hand-1`.",
    ],
  },
  "AWS/NATGateway ports": {
    commands: [
      "aws ec2 describe-nat-gateways --filter Name=state,Values=available --query 'NatGateways[].[NatGatewayId,SubnetId,NatGatewayAddresses[0].PublicIp]' --output text",
    ],
    steps: [
      "A gateway has 55,000 ports for each address, port and protocol that is called: see in the network's flow log whom the private subnets call most.",
      "A client that opens a connection for each request: let it keep and share them.",
      "Many clients that are meant to call one address: more gateways (`network.natGateways`, up to one in each zone), or an endpoint of the VPC where the address is AWS's, which needs no port.",
    ],
  },
  "AWS/RDS capacity": {
    steps: [
      "See in Performance Insights which statement takes the time, and whether it is new.",
      "A load that stays needs a higher maximum of capacity units in the system's options; the change needs no restart.",
    ],
  },
  "AWS/RDS connections": {
    commands: ["aws rds describe-db-proxies --query 'DBProxies[].[DBProxyName,Status]' --output text"],
    steps: [
      "Only the proxy may reach the cluster's security group: look for another group in its rules.",
      "Connections of the proxy that are pinned to a session are not shared: see `DatabaseConnectionsCurrentlySessionPinned`.",
    ],
  },
  "AWS/RDS cpu": {
    steps: [
      "Go on as for `capacity`: both are high where statements are the cause.",
      "A processor that is busy without statements is a backup, a failover or a change of version: see the cluster's events.",
    ],
  },
  "AWS/RDS failed-logins": {
    commands: [
      "aws logs filter-log-events --log-group-name /aws/rds/proxy/{name} --start-time $SINCE --filter-pattern 'login' --query 'events[].message' --output text",
    ],
    steps: [
      "The proxy's log names the user and the reason: an expired token, a role without `rds-db:connect`, or a secret that was rotated and not read anew.",
      "Attempts from where no function runs are somebody who tries: see the proxy's security group.",
    ],
  },
  "AWS/Redshift-Serverless capacity": {
    commands: [
      ...warehouse(
        "SELECT start_time, compute_capacity, charged_seconds FROM sys_serverless_usage ORDER BY 1 DESC LIMIT 60",
      ),
    ],
    steps: [
      "See who keeps it busy: `SELECT user_id, query_type, status, queue_time, execution_time FROM sys_query_history ORDER BY start_time DESC LIMIT 50`, run in the same way.",
      "A statement that never ends: cancel it (`CANCEL SESSION_ID`). Reports that are meant to be that heavy: move them to a quiet hour, or raise `maximumCapacity` in the program.",
    ],
  },
  "AWS/Redshift-Serverless failed-statements": {
    commands: [
      ...warehouse(
        "SELECT query_id, query_type, start_time, error_message FROM sys_query_history WHERE status = 'failed' ORDER BY start_time DESC LIMIT 20",
      ),
    ],
    steps: [
      "Errors of the loading function's user (`IAMR:` and its role): its log has the id of the statement, and its queue of failed changes what came of it.",
      "A text too long for its column, or a column that is missing: the table `students` is not the one that the function makes. Alter it; the changes come again by themselves while the stream has them, for a day.",
      "`Query reached usage limit`: go on as for `usage`.",
    ],
  },
  "AWS/Redshift-Serverless usage": {
    commands: [
      "aws redshift-serverless list-usage-limits --query 'usageLimits[].[usageLimitId,usageType,amount,period,breachAction]' --output text",
      ...warehouse(
        "SELECT date_trunc('hour', start_time), sum(charged_seconds) / 3600 FROM sys_serverless_usage GROUP BY 1 ORDER BY 1 DESC LIMIT 24",
      ),
    ],
    steps: [
      "See in which hours the RPU-hours were used, and by what: `SELECT user_id, sum(execution_time) FROM sys_query_history WHERE start_time > dateadd(day, -1, getdate()) GROUP BY 1`, run in the same way.",
      "Meant: raise `dailyLimit` in the program, which holds at once. Not meant: cancel what runs; a program that asks every few seconds never lets the warehouse pause.",
      "The count begins anew at midnight, UTC. Where the limit stops the warehouse (`atDailyLimit: stop`), loads fail until then or until the limit is raised.",
    ],
  },
  "AWS/S3 client-errors": {
    commands: ["aws s3api get-bucket-policy --bucket {name} --query Policy --output text"],
    steps: [
      "The access logs of the bucket tell who is refused, and with which error: `AccessDenied` is a permission or a missing encryption header, `NoSuchKey` a name.",
      "A service that delivers here and is refused (CloudTrail, Config) lost its line in the bucket's or key's policy: see what was deployed.",
    ],
  },
  "AWS/S3 server-errors": {
    commands: ["aws health describe-events --filter services=S3,eventStatusCodes=open --region us-east-1"],
    steps: [
      "`503 Slow Down` in the access logs: one prefix gets more requests than it takes; spread the keys.",
      "Other errors are S3's own: clients try again; look at the AWS Health page.",
    ],
  },
  "Platform/Audit failed-sign-ins": {
    steps: [
      "Ask CloudTrail, in the region us-east-1 of the trail's account, for `ConsoleLogin` with `errorMessage` `Failed authentication`: which user, from which address.",
      "One user from a known address has forgotten a password. Many users or strange addresses are an attack: lock the users, and see whether one of the tries went through.",
    ],
  },
  "Platform/Audit root-sign-ins": {
    steps: [
      "Ask the people who hold the root user's credentials whether it was one of them, and for what.",
      "Nobody: take the account back by its e-mail address, end all sessions, and look at every call of the root user since.",
    ],
  },
  "Platform/Audit sign-ins-without-mfa": {
    steps: ["The event names the user: give it a second factor, or remove it; people sign in by IAM Identity Center."],
  },
  "Platform/Audit unauthorized-calls": {
    commands: [
      "aws logs start-query --log-group-name TRAIL_LOG_GROUP --start-time $((SINCE / 1000)) --end-time $(date +%s) --query-string 'filter errorCode like /AccessDenied|Unauthorized/ | stats count() by userIdentity.arn, recipientAccountId, eventName, sourceIPAddress | sort by count() desc'",
    ],
    steps: [
      "One role of a deployment and one action: the deployment lacks a permission. Compare with the deploy policy.",
      "Many actions of one identity: a stolen credential that is being tried. Deny the identity, end its sessions, and look at what it was allowed to do meanwhile.",
    ],
  },
  "AWS/WAFV2 blocked": {
    commands: [
      "aws logs filter-log-events --log-group-name aws-waf-logs-{name} --start-time $SINCE --filter-pattern '{ $.action = \"BLOCK\" }' --query 'events[].message' --output text",
    ],
    steps: [
      "`terminatingRuleId` says which rule blocks, `httpRequest.clientIp` whom.",
      "A few addresses: an attack, which the rule is there for. Nothing to do unless callers suffer.",
      "Many addresses and one rule: the rule blocks what it should not. Change the web ACL of the system `{system}`, with `overrides.acl`, to count instead of block for that one rule, and look for the cause.",
    ],
  },
  "AWS/Cognito throttles": {
    commands: [
      "aws service-quotas list-service-quotas --service-code cognito-idp --query \"Quotas[?contains(QuotaName, 'UserAuthentication')].[QuotaName,Value]\" --output text",
    ],
    steps: [
      "More sign-ins than the pool's quota allows. People are told to try again.",
      "If they are real, ask for a higher quota in Service Quotas (Amazon Cognito user pools, `UserAuthentication`).",
      "If not, CloudTrail shows the addresses of the sign-ins.",
    ],
  },
  "CloudWatchSynthetics unreachable": {
    commands: [
      "aws synthetics get-canary-runs --name {name} --max-results 3 --query 'CanaryRuns[].[Timeline.Started,Status.State,Status.StateReason,ArtifactS3Location]' --output text",
      "aws synthetics get-canary --name {name} --query 'Canary.[Status,EngineArn]'",
    ],
    steps: [
      "The run's reason names the addresses that failed; its report in the bucket says for each what was wrong: no answer and why (`ENOTFOUND` a name, `CERT_HAS_EXPIRED` a certificate), or a status that is not the right one.",
      "No run within a quarter of an hour: the canary is stopped or its role was changed. Compare with `npm run plan -- STACK --details`, and deploy again.",
      "An API that answers 403 instead of 401 is refused by its web ACL or has lost its stage; 500 means that its authorizer fails: see its alarms and log.",
      "200 for a stranger is the worst: a route has lost its authorizer. Take the API off the net (`aws apigateway update-stage … /*/*/throttling/rateLimit` to 0) and deploy again.",
    ],
  },
  "AWS/Route53 unreachable": {
    commands: [
      'aws route53 list-health-checks --query "HealthChecks[?HealthCheckConfig.ResourcePath!=null].[Id,HealthCheckConfig.FullyQualifiedDomainName]" --output text',
      "aws route53 get-health-check-last-failure-reason --health-check-id ID --query 'HealthCheckObservations[].[Region,StatusReport.Status]' --output text",
    ],
    steps: [
      "The last failure's reason says what visitors get, by the place they are in. One place alone is a matter of the net there.",
      "A name that is not found: see the hosted zone's records, and that the domain is paid for. An error status: see the system's other alarms. A text that is missing: another page is served than was deployed.",
      "No data at all: the health check is gone or disabled. Compare with `npm run plan -- STACK --details`, and deploy again.",
    ],
  },
  "AWS/CertificateManager expiry": {
    commands: [
      "aws acm list-certificates --query 'CertificateSummaryList[?RenewalEligibility==`ELIGIBLE`].[DomainName,CertificateArn,NotAfter]' --output text",
      "aws acm describe-certificate --certificate-arn ARN --query 'Certificate.[RenewalSummary,DomainValidationOptions[].ResourceRecord]'",
    ],
    steps: [
      "Ask in the certificate's own region: a site's is in us-east-1.",
      "ACM renews where it finds the record that proves the name. Compare the record it wants with the hosted zone's: gone, changed, or the zone no longer serves the name.",
      "Deploy again, which writes the record; ACM looks again within hours. Thirty days are left when this alarm comes.",
    ],
  },
  "AWS/Usage functions-at-once": {
    commands: [concurrency[1]!, "aws service-quotas get-service-quota --service-code lambda --quota-code L-B99A9384"],
    steps: [
      "See which functions run (`ConcurrentExecutions` by function): more work, or slower work?",
      "More of it and meant: ask for a higher limit, by `quotas` of the account in `platform.config.yaml` or in Service Quotas.",
      "Slower: see the alarms of what the functions call. A loop of events: stop its source first.",
    ],
  },
  "AWS/Lambda claimed-concurrency": {
    commands: [concurrency[1]!, "aws service-quotas get-service-quota --service-code lambda --quota-code L-B99A9384"],
    steps: [
      "Add up what is reserved (`npm run plan -- STACK` says it) and compare with the limit.",
      "Ask for a higher limit, by `quotas` of the account in `platform.config.yaml`, or reserve less in `Pulumi.STACK.yaml`.",
    ],
  },
  "AWS/Usage key-calls": {
    commands: [
      "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=kms.amazonaws.com --max-results 50 --query 'Events[].[EventName,Username]' --output text | sort | uniq -c | sort -rn",
    ],
    steps: [
      "See who calls: buckets without a bucket key, or a program that asks for a data key for every field.",
      "Meant: ask for a higher limit of `Cryptographic operations (symmetric) request rate` in Service Quotas.",
    ],
  },
  "AWS/CloudFront errors": {
    steps: [
      "See in the standard logs (bucket `web-logs-…`, prefix `web/`) which paths answer with errors.",
      "Paths that never existed are a scan: nothing to do. Paths of ours are a missing file: compare `web/` with the bucket, and deploy again.",
    ],
  },
  "AWS/CloudFront server-errors": {
    steps: [
      "CloudFront cannot read the files. The bucket's policy must let this distribution read, and the key's policy must let CloudFront decrypt. Both come from the program.",
      "Compare with `npm run plan -- STACK --details`, and deploy again where somebody changed them.",
      "If nothing was changed, see the [AWS Health Dashboard](https://health.aws.amazon.com/health/status).",
    ],
  },
};
