/** Names by which every account finds the archive without asking for it. */
export interface ArchiveNames {
  trailBucket: string;
  configurationBucket: string;
  /** Without `alias/`. */
  keyAlias: string;
  trail: string;
}

/**
 * The names of an organisation's archive: buckets' names are unique in the world, so that they carry organisation and
 * account.
 *
 * @param organization short name of the organisation
 * @param accountId of the archive
 * @throws RangeError where a name is longer than S3 takes
 */
export function archiveNames(organization: string, accountId: string): ArchiveNames {
  const names = {
    trailBucket: `${organization}-trail-${accountId}`,
    configurationBucket: `${organization}-config-${accountId}`,
    keyAlias: `${organization}-log-archive`,
    trail: `${organization}-organization`,
  };
  if (names.configurationBucket.length > 63) throw new RangeError(`${names.configurationBucket} is longer than 63`);
  return names;
}
