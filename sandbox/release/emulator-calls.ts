import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import type { ReleaseCalls } from "./release-run";

/** The calls of a release to the emulator that has functions and alarms. */
export function emulatorCalls(options: { port: number; accountId: string; region: string }): ReleaseCalls {
  const client = {
    endpoint: `http://127.0.0.1:${options.port}`,
    region: options.region,
    // The emulator tells accounts apart by the access key.
    credentials: { accessKeyId: options.accountId, secretAccessKey: "sandbox" },
    maxAttempts: 2,
  };
  const lambda = new LambdaClient(client);
  const cloudwatch = new CloudWatchClient(client);
  return {
    async moveAlias({ functionName, aliasName }, version, other) {
      const weights = other ? { [other.version]: other.weight } : {};
      await lambda.send(
        new UpdateAliasCommand({
          FunctionName: functionName,
          Name: aliasName,
          FunctionVersion: version,
          RoutingConfig: { AdditionalVersionWeights: weights },
        }),
      );
    },
    async invoke(functionName, event) {
      await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) }));
    },
    async alarmsOn(names) {
      if (names.length === 0) return [];
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
      return MetricAlarms.filter((alarm) => alarm.StateValue === "ALARM").map((alarm) => alarm.AlarmName!);
    },
  };
}
