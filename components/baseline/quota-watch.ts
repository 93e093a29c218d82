import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { quotaMonitoring } from "./quota-monitoring";

export interface QuotaWatchArgs {
  /** Percent of a limit from which a warning is sent, 1 to 99. Default 80. */
  warnAtPercent?: number;
}

/**
 * Watches how much is used of what an account may use in a region, where AWS publishes both: functions at once, concurrency that
 * is reserved or in use, and calls of keys. It makes nothing: the limits are there, and so are their metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
 *
 * @example new QuotaWatch("limits", {})
 */
export class QuotaWatch extends PlatformComponent {
  readonly monitoring: Monitoring;

  /** @throws InputError for a share that is none */
  constructor(name: string, args: QuotaWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "QuotaWatch", name, opts);
    inputChecks("platform:baseline:QuotaWatch", name).integer(
      "warnAtPercent",
      args.warnAtPercent,
      1,
      99,
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html",
    );
    this.monitoring = quotaMonitoring(name, args.warnAtPercent ?? 80);
    this.registerOutputs({});
  }
}
