import type { CustomDomainArgs } from "../../components/api/custom-domain";
import { Certificate } from "../../components/edge/certificate";
import type { ApiLabel } from "../config/domain-labels";
import type { SystemContext } from "./system";

/**
 * The name of an API below the environment's own, with its certificate in the API's region; `undefined` where the
 * environment has no domain, and the API answers on the name that AWS gives.
 *
 * @param context of the system that the API belongs to
 * @param label first part of the name, for example `students-api`; unique in the environment
 * @throws InputError for a name above 64 characters, which the configuration's checks refuse before
 */
export function apiDomain(context: SystemContext, label: ApiLabel): CustomDomainArgs | undefined {
  const { domain } = context;
  if (!domain) return undefined;
  const domainName = `${label}.${domain.name}`;
  const certificate = new Certificate(`${label}-domain`, { domainName, zoneId: domain.zoneId }, context.options);
  return {
    domainName,
    certificateArn: certificate.arn,
    hostedZoneId: domain.zoneId,
    certificateMonitoring: certificate.monitoring,
  };
}
