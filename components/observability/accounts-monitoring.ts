import type { GraphDescription, MathMetric, Monitoring } from "./monitoring";

/** An account that links to the one whose dashboard it is. */
export interface LinkedAccount {
  /** For people. */
  name: string;
  id: string;
}

/** One line per account: the metric's name and how the lines of its resources are put together. */
const LINES: { title: string; unit: string; search: string; statistic: string; together: "SUM" | "MAX" }[] = [
  {
    title: "API requests",
    unit: "requests",
    search: '{AWS/ApiGateway,ApiName} MetricName="Count"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "API failures",
    unit: "requests",
    search: '{AWS/ApiGateway,ApiName} MetricName="5XXError"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "API latency, p99 of the slowest",
    unit: "ms",
    search: '{AWS/ApiGateway,ApiName} MetricName="Latency"',
    statistic: "p99",
    together: "MAX",
  },
  {
    title: "Function errors",
    unit: "errors",
    search: '{AWS/Lambda,FunctionName} MetricName="Errors"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "Function throttles",
    unit: "throttles",
    search: '{AWS/Lambda,FunctionName} MetricName="Throttles"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "Oldest message",
    unit: "seconds",
    search: '{AWS/SQS,QueueName} MetricName="ApproximateAgeOfOldestMessage"',
    statistic: "Maximum",
    together: "MAX",
  },
  {
    title: "Failed executions",
    unit: "executions",
    search: '{AWS/States,StateMachineArn} MetricName="ExecutionsFailed"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "Throttled requests of tables",
    unit: "requests",
    search: '{AWS/DynamoDB,TableName,Operation} MetricName="ThrottledRequests"',
    statistic: "Sum",
    together: "SUM",
  },
  {
    title: "Undelivered notifications",
    unit: "messages",
    search: '{AWS/SNS,TopicName} MetricName="NumberOfNotificationsFailed"',
    statistic: "Sum",
    together: "SUM",
  },
];

/**
 * Graphs of all accounts, for the account that they link to. They search by account, since what an account holds is not known
 * here. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 *
 * @param component names the description
 * @param accounts a line each
 */
export function accountsMonitoring(component: string, accounts: LinkedAccount[]): Monitoring {
  return {
    title: "All accounts",
    component,
    alarms: [],
    widgets: LINES.map(({ title, unit, search, statistic, together }): GraphDescription => ({
      kind: "graph",
      title,
      unit,
      metrics: accounts.map(({ name, id }): MathMetric => ({
        expression: `${together}(SEARCH('${search} :aws.AccountId="${id}"', '${statistic}', 300))`,
        metrics: {},
        label: name,
        periodSeconds: 300,
      })),
    })),
  };
}
