import type { GrantStatement } from "../access/grantee";
import { InputError } from "../input-error";

/**
 * Refuses statements that give more than they name: wildcard actions, and `*` as a resource without a reason.
 *
 * @param component type of who would get the permissions
 * @param name its name
 * @param grant the grant's name
 * @throws InputError naming every fault of all statements at once
 */
export function checkGrant(component: string, name: string, grant: string, statements: GrantStatement[]): void {
  const faults = statements.length ? statements.flatMap(faultsOf) : ["it has no statement"];
  if (!/^[A-Za-z0-9+=,.@_-]{1,128}$/.test(grant)) {
    faults.push("its name must have 1 to 128 letters, digits or any of +=,.@_-");
  }
  if (!faults.length) return;
  const sids = statements.map((statement) => statement.sid);
  throw new InputError(component, name, `grant "${grant}"`, sids, `correct it: ${faults.join("; ")}`);
}

function faultsOf(statement: GrantStatement): string[] {
  const { sid, actions, resources } = statement;
  const faults: string[] = [];
  if (!/^[A-Za-z0-9]+$/.test(sid)) faults.push(`sid "${sid}" must have letters and digits only`);
  if (!actions.length) faults.push(`${sid} names no action`);
  for (const action of actions) {
    if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) faults.push(`${sid}: "${action}" is not one exact action`);
  }
  if (!resources.length) faults.push(`${sid} names no resource`);
  if (resources.includes("*") && !statement.wildcardReason?.trim()) {
    faults.push(`${sid}: resource "*" needs a wildcardReason`);
  }
  return faults;
}
