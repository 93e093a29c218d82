// Functions read their environment when they are loaded, as they do on Lambda. Imported before them.
Object.assign(process.env, {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_LAMBDA_FUNCTION_NAME: "function",
  POWERTOOLS_SERVICE_NAME: "test",
  POWERTOOLS_METRICS_NAMESPACE: "Platform",
  TABLE_NAME: "StudentDetails",
  TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:StudentNotification",
  SETTINGS_PARAMETER: "/dev/users/settings",
  FIELDS_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111",
  IDEMPOTENCY_TABLE_NAME: "announced",
  FUNCTION_NAME: "storeStudents",
  QUALIFIER: "2",
  PROBE_EVENT: '{"Records":[]}',
  PROBE_EXPECTED: '{"batchItemFailures":[{"itemIdentifier":"probe"}]}',
  TARGET: JSON.stringify({ kind: "table", tableName: "warehouse" }),
  REJECTS_TABLE_NAME: "rejects",
  ALARM_ROUTES: JSON.stringify({
    "arn:aws:sns:us-east-1:123456789012:prod-alarms-critical": {
      severity: "critical",
      mailTopic: "arn:aws:sns:us-east-1:123456789012:prod-alarm-mail-critical",
    },
  }),
  ENVIRONMENT_NAME: "prod",
  ALARM_NAME_PREFIX: "prod-",
  ALARM_REGIONS: "us-east-1,eu-west-1",
  TUNED_FUNCTIONS: JSON.stringify({
    getStudentDetails: "arn:aws:lambda:us-east-1:123456789012:function:getStudentDetails",
  }),
});
