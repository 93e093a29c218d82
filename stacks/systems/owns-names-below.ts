import type { EnvironmentDomain } from "../config/environment";

/**
 * Whether every name below the environment's is the environment's too, so that what pages say about them, such as that
 * browsers may only come by TLS, concerns nobody else. It is not at the top of a domain: of a zone that was there before,
 * or of a name of two labels.
 */
export function ownsNamesBelow({ name, zoneName, zoneId }: EnvironmentDomain): boolean {
  const isTop = name === zoneName && (zoneId !== undefined || name.split(".").length === 2);
  return !isTop;
}
