import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

/** A limit that is to be raised. https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html */
export interface QuotaRequest {
  /** For example `lambda`. */
  service: string;
  /** For example `L-B99A9384`, concurrent executions of functions. */
  quota: string;
  /** What is asked for, above what there is: AWS lowers no quota. */
  value: number;
}

export interface ServiceQuotasArgs {
  requests: QuotaRequest[];
}

/**
 * Requests for higher limits in one region of an account. AWS answers some at once and others after days; the deployment does
 * not wait.
 *
 * @example
 * new ServiceQuotas("quotas", { requests: [{ service: "lambda", quota: "L-B99A9384", value: 2000 }] });
 */
export class ServiceQuotas extends PlatformComponent {
  readonly monitoring: Monitoring;

  /** @throws InputError for a code that Service Quotas does not know the form of, a value that is none, and two of one quota */
  constructor(name: string, args: ServiceQuotasArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "ServiceQuotas", name, opts);
    const check = inputChecks("platform:baseline:ServiceQuotas", name);
    const page =
      "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html";
    const seen = new Set<string>();
    for (const { service, quota, value } of args.requests) {
      check.matches("requests.service", service, /^[a-z][a-z0-9-]{0,62}$/, "a service code such as lambda", page);
      check.matches("requests.quota", quota, /^L-[A-Z0-9]{8}$/, "a quota code such as L-B99A9384", page);
      if (!(value > 0)) check.fail("requests.value", value, "use a number above 0");
      if (seen.has(service + quota)) check.fail("requests.quota", quota, "ask for each quota once");
      seen.add(service + quota);
      new aws.servicequotas.ServiceQuota(
        `${name}-${service}-${quota.toLowerCase()}`,
        { serviceCode: service, quotaCode: quota, value },
        this.childOptions(),
      );
    }
    this.monitoring = { title: "Quotas", component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }
}
