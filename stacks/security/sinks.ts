import type * as pulumi from "@pulumi/pulumi";
import { ObservabilitySink } from "../../components/observability/observability-sink";
import type { AccountProviders } from "../accounts";
import type { SecurityEnvironment } from "../config/organization-environment";
import type { OrganizationOutputs } from "../organization-outputs";

/** What sinks are made with. */
export interface SinkParts {
  environment: SecurityEnvironment;
  organization: pulumi.Output<OrganizationOutputs>;
  providers: AccountProviders;
  parent: pulumi.Resource;
}

/**
 * Makes a sink in each region where anything may be made: an account links within a region.
 *
 * @returns ARN of each, by region
 */
export function makeSinks({
  environment,
  organization,
  providers,
  parent,
}: SinkParts): Record<string, pulumi.Output<string>> {
  const sinks = environment.structure.regions.map((region) => {
    const options = { parent, providers: [providers.in(region)] };
    const sinkName = `${environment.organization}-accounts`;
    const { organizationId } = organization;
    return [region, new ObservabilitySink(`accounts-${region}`, { sinkName, organizationId }, options).arn] as const;
  });
  return Object.fromEntries(sinks);
}
