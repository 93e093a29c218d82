import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import type { Monitoring } from "./monitoring";

export interface LogQueriesArgs {
  /** Starts the queries' names; a `/` makes a folder of it in the console, for example `prod/students`. */
  folder: string;
  /** Names of the log groups that are asked, 1 to 50. */
  logGroups: pulumi.Input<string>[];
}

/** What people ask of logs at night; each reads the JSON lines of the handlers and the platform's own lines of Lambda. */
const queries: Readonly<Record<string, string[]>> = {
  "1 errors": [
    "fields @timestamp, service, message, error.name, error.message, correlation_id, function_request_id",
    '| filter level = "ERROR" or @message like /Task timed out|Runtime exited/',
    "| sort @timestamp desc",
    "| limit 100",
  ],
  "2 one request, by its correlation id": [
    "fields @timestamp, @log, level, message, status, code",
    // Anywhere in the record: a batch names several, the access log of an API calls it requestId.
    '| filter @message like "PUT THE ID HERE"',
    "| sort @timestamp asc",
    "| limit 1000",
  ],
  "3 slowest invocations": [
    'filter type = "platform.report"',
    "| fields @timestamp, @log, record.requestId, record.metrics.durationMs, record.metrics.maxMemoryUsedMB",
    "| sort record.metrics.durationMs desc",
    "| limit 50",
  ],
  "4 cold starts by hour": [
    'filter type = "platform.initStart" or type = "platform.report"',
    '| stats sum(type = "platform.initStart") as cold, sum(type = "platform.report") as invocations by bin(1h), @log',
  ],
};

/**
 * Queries over a system's logs, saved where a person looks for them: errors, everything about one request, the slowest
 * invocations, cold starts. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html
 *
 * @throws InputError for no log group, or more than a query can ask
 */
export class LogQueries extends PlatformComponent {
  readonly definitions: aws.cloudwatch.QueryDefinition[];
  readonly monitoring: Monitoring;

  constructor(name: string, args: LogQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "LogQueries", name, opts);
    if (args.logGroups.length === 0 || args.logGroups.length > 50) {
      const fix = "name 1 to 50 log groups";
      throw new InputError("platform:observability:LogQueries", name, "logGroups", args.logGroups.length, fix);
    }
    this.definitions = Object.entries(queries).map(
      ([title, lines]) =>
        new aws.cloudwatch.QueryDefinition(
          `${name}-${title[0]}`,
          { name: `${args.folder}/${title}`, logGroupNames: args.logGroups, queryString: lines.join("\n") },
          this.childOptions(),
        ),
    );
    this.monitoring = { title: `Queries ${args.folder}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
