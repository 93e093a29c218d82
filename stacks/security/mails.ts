import type * as pulumi from "@pulumi/pulumi";
import { activityRules } from "../../components/audit/activity";
import { EventMails } from "../../components/audit/event-mails";
import { findingRules } from "../../components/audit/findings";
import type { SecurityEnvironment } from "../config/organization-environment";
import type { OrganizationOutputs } from "../organization-outputs";
import type { RegionWatch } from "../workload/region-watch";

/** What mails are made with. */
export interface MailParts {
  environment: SecurityEnvironment;
  organization: pulumi.Output<OrganizationOutputs>;
  watch: RegionWatch;
  options: pulumi.ComponentResourceOptions;
}

/** Makes the mails about what happens in any account, and about what is found there. */
export function makeMails({ environment, organization, watch, options }: MailParts): EventMails {
  const { removal, structure } = environment;
  return new EventMails(
    "security-mails",
    {
      rules: [...activityRules({ deployRole: structure.deployment.roleName }), ...findingRules()],
      topics: watch.topics,
      key: watch.key,
      organizationId: organization.organizationId,
      removal,
    },
    options,
  );
}
