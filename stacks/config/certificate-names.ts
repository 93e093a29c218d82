import { longestCertificateName } from "../../components/edge/longest-certificate-name";
import { domainLabels } from "./domain-labels";
import type { PlatformConfiguration } from "./platform-schema";
import type { Problem } from "./problem";
import type { WorkloadConfiguration } from "./stack-schema";
import type { SystemName } from "./systems-schema";

/**
 * A stack's name that is too long for the certificate of a name below it, which ACM would refuse in the middle of a
 * deployment.
 *
 * @param zones of the shared file
 * @param file name of the stack's file
 */
export function certificateNameProblems(
  zones: PlatformConfiguration["domains"],
  file: string,
  { domain, systems }: Pick<WorkloadConfiguration, "domain" | "systems">,
): Problem[] {
  const given = domain === undefined ? undefined : nameOf(zones, domain);
  if (!given) return [];
  const longest = certifiedLabels(systems).reduce((one, other) => (other.length > one.length ? other : one), "");
  const certified = longest === "" ? given.name : `${longest}.${given.name}`;
  const excess = certified.length - longestCertificateName;
  if (excess <= 0) return [];
  const { path, value, what } = given;
  const fix =
    `use ${what} of at most ${value.length - excess} characters, it has ${value.length}: ` +
    `${certified} gets a certificate, whose name has at most ${longestCertificateName}`;
  return [{ file, path: `platform:${path}`, value, fix }];
}

/** The part of the name that the stack's file gives; none where its zone is not known. */
function nameOf(zones: PlatformConfiguration["domains"], domain: NonNullable<WorkloadConfiguration["domain"]>) {
  if (typeof domain === "string") return { path: "domain", value: domain, name: domain, what: "a name" };
  const zoneName = zones[domain.zone]?.zoneName;
  if (zoneName === undefined) return undefined;
  if (domain.prefix === undefined) return { path: "domain.zone", value: zoneName, name: zoneName, what: "a zone" };
  return { path: "domain.prefix", value: domain.prefix, name: `${domain.prefix}.${zoneName}`, what: "one" };
}

function certifiedLabels(systems: WorkloadConfiguration["systems"]): string[] {
  return Object.entries(domainLabels)
    .filter(([system]) => systems[system as SystemName] !== undefined)
    .filter(([system]) => system !== "containers" || systems.containers?.certificateArn === undefined)
    .map(([, label]) => label);
}
