/**
 * Name of the role by which an environment enters its name servers in the parent zone, made of names alone, so that either
 * account knows it before the other is deployed.
 *
 * @param zoneName the environment's zone, for example `dev.example.com`
 */
export function delegationRoleName(zoneName: string): string {
  return `platform-names-${zoneName}`;
}
