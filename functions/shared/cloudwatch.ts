import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

const clients = new Map<string, CloudWatchClient>();

/**
 * The CloudWatch client of a region, made once. An alarm can only be asked about where it is.
 *
 * @param region for example `us-east-1`
 */
export function cloudwatch(region: string): CloudWatchClient {
  let client = clients.get(region);
  if (!client) {
    client = bounded(traced(new CloudWatchClient({ ...clientOptions, region })));
    clients.set(region, client);
  }
  return client;
}
