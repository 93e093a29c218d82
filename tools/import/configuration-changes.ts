import type { PlatformConfiguration } from "../../stacks/config/platform-schema";
import { platformServices } from "../../stacks/management/members";
import type { Answer } from "../init/answer";
import type { FoundOrganization } from "./found-organization";
import type { MatchedOrganization } from "./match-organization";

/**
 * The values that `platform.config.yaml` needs to say what AWS has. What it says already is among them, and changes
 * nothing.
 *
 * @param found the organisation as AWS has it
 * @param matched the keys of its units and accounts
 * @param content the configuration as it is
 */
export function configurationChanges(
  found: FoundOrganization,
  { unitKeys, accountNames }: MatchedOrganization,
  content: PlatformConfiguration,
): Answer[] {
  const { organization, accounts } = content;
  const answers: Answer[] = [];
  const set = (path: string[], value: unknown) => value !== undefined && answers.push({ path, value });

  set(["organization", "id"], found.id);
  set(["organization", "featureSet"], found.featureSet === organization.featureSet ? undefined : found.featureSet);
  const services = found.serviceAccess.filter((service) => !platformServices.includes(service));
  set(["organization", "serviceAccess"], added(organization.serviceAccess, services));
  const types = found.policyTypes.filter((type) => type !== "SERVICE_CONTROL_POLICY");
  set(["organization", "policyTypes"], added(organization.policyTypes, types));

  for (const { id, name, parentId } of found.units) {
    const key = unitKeys.get(id)!;
    const at = ["organization", "units", key];
    set([...at, "name"], name);
    set([...at, "parent"], parentId && unitKeys.get(parentId));
    // Elsewhere the unit is imported, and its id is the engine's business.
    if (organization.controlTower) set([...at, "id"], id);
  }
  for (const { id, name, email, unitId } of found.accounts) {
    const key = accountNames.get(id)!;
    const at = ["accounts", key];
    const isNew = !Object.hasOwn(accounts, key);
    const isManagement = id === found.managementAccountId;
    set([...at, "id"], id);
    set([...at, "email"], email);
    if (isManagement) set([...at, "role"], "management");
    else if (
      isNew &&
      /^log[- ]?archive$/i.test(name) &&
      !Object.values(accounts).some((each) => each.role === "log-archive")
    )
      set([...at, "role"], "log-archive");
    const usual = `${organization.name}-${key}`;
    if (!isManagement && (accounts[key]?.awsName ?? usual) !== name) set([...at, "awsName"], name);
    set([...at, "unit"], unitId && unitKeys.get(unitId));
  }
  return answers;
}

/** A list with what it lacks, or `undefined` where it lacks nothing. */
function added(list: readonly string[], more: readonly string[]): string[] | undefined {
  const lacking = more.filter((each) => !list.includes(each));
  return lacking.length > 0 ? [...list, ...lacking] : undefined;
}
