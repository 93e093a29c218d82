import * as pulumi from "@pulumi/pulumi";
import { archiveNames } from "../../components/audit/archive-names";
import { LogArchive } from "../../components/audit/log-archive";
import { OrganizationTrail } from "../../components/audit/organization-trail";
import type { Key } from "../../components/encryption/key";
import { accountOf } from "../../components/account";
import type { Monitoring } from "../../components/observability/monitoring";
import type { SecurityEnvironment } from "../config/organization-environment";
import type { OrganizationOutputs } from "../organization-outputs";

/** What the archive is made with. */
export interface ArchiveParts {
  environment: SecurityEnvironment;
  organization: pulumi.Output<OrganizationOutputs>;
  key: Key;
  options: pulumi.ComponentResourceOptions;
}

/**
 * Makes the log archive in the account that holds it, and the organisation's trail in the audit account. Where these are two,
 * the one finds the other by its names.
 *
 * @returns descriptions of what was made; none under a Control Tower, which has both
 */
export function makeArchive({ environment, organization, key, options }: ArchiveParts): Monitoring[] {
  const { organization: short, account, structure, logRetentionDays, removal } = environment;
  const { logArchiveAccount, managementAccount, securityAccount } = structure;
  if (structure.controlTower) return [];
  const names = archiveNames(short, logArchiveAccount.id);
  const { organizationId } = organization;
  const managementAccountId = managementAccount.id;
  const made: Monitoring[] = [];
  const archive =
    account.name === logArchiveAccount.name
      ? new LogArchive(
          "archive",
          {
            organizationId,
            managementAccountId,
            trailName: names.trail,
            trailRegion: securityAccount.region,
            accountIds: structure.accounts.map(({ id }) => id),
            bucketNames: { trail: names.trailBucket, configuration: names.configurationBucket },
            keyAlias: names.keyAlias,
            removal,
          },
          options,
        )
      : undefined;
  if (archive) made.push(archive.monitoring);
  if (account.name === securityAccount.name) {
    const { partition } = accountOf(options.parent!);
    const alias = pulumi.interpolate`arn:${partition}:kms:${logArchiveAccount.region}:${logArchiveAccount.id}:alias/${names.keyAlias}`;
    const trail = new OrganizationTrail(
      "trail",
      {
        trailName: names.trail,
        bucketName: names.trailBucket,
        archiveKeyArn: archive?.key.arn ?? alias,
        key,
        organizationId,
        managementAccountId,
        dependsOn: archive && [archive],
        logRetentionDays,
        removal,
      },
      options,
    );
    made.push(trail.monitoring);
  }
  return made;
}
