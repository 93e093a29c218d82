import type { CrossCheckInput } from "./cross-checks";
import { unknownReferenceText } from "./nearest";
import { memberAccounts, unitPath } from "./organization-structure";
import type { AccountConfiguration } from "./platform-schema";
import type { Problem } from "./problem";

/** Units lie in each other up to five deep. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const deepest = 5;

/** What no single value of the organisation shows: names of units and owners, roles that are there once, and Control Tower. */
export function organizationProblems(input: Pick<CrossCheckInput, "platform" | "stack" | "files">): Problem[] {
  return [...unitProblems(input), ...memberProblems(input), ...stackProblems(input), ...pipelineProblems(input)];
}

type Input = Pick<CrossCheckInput, "platform" | "stack" | "files">;

function pipelineProblems({ platform, files }: Input): Problem[] {
  const { pipeline } = platform.deployment;
  if (!pipeline) return [];
  const known = Object.keys(platform.accounts);
  const named: [string, string][] = [
    ["account", pipeline.account],
    ...pipeline.targets.map((target, index): [string, string] => [`targets[${index}]`, target]),
  ];
  return named
    .filter(([, account]) => !known.includes(account))
    .map(([field, account]) => ({
      file: files.platform,
      path: `deployment.pipeline.${field}`,
      value: account,
      fix: unknownReferenceText(account, known, "accounts", files.platform),
    }));
}

function unitProblems({ platform, files }: Input): Problem[] {
  const { units, controlTower, id } = platform.organization;
  const problems: Problem[] = [];
  const add = (path: string, value: unknown, fix: string) =>
    problems.push({ file: files.platform, path: `organization.${path}`, value, fix });
  const refer = (path: string, key: string) => {
    if (Object.hasOwn(units, key)) return;
    add(path, key, unknownReferenceText(key, Object.keys(units), "organization.units", files.platform));
  };
  for (const [key, unit] of Object.entries(units)) {
    if (unit.parent !== undefined) refer(`units.${key}.parent`, unit.parent);
    const path = unitPath(units, key);
    const outermost = units[path[path.length - 1]!]!;
    if (outermost.parent !== undefined && Object.hasOwn(units, outermost.parent))
      add(`units.${key}.parent`, unit.parent, "the unit lies in itself, through others; name one nearer to the root");
    else if (path.length > deepest)
      add(`units.${key}.parent`, unit.parent, `units lie in each other up to ${deepest} deep`);
    if (controlTower && unit.id === undefined)
      add(`units.${key}.id`, undefined, "write the id of the unit that Control Tower has made, or run npm run import");
  }
  if (controlTower) {
    if (id === undefined)
      add("id", undefined, "with Control Tower there is an organisation already; write its id, or run npm run import");
    for (const key of Object.keys(controlTower.controls)) refer(`controlTower.controls.${key}`, key);
  }
  return problems;
}

function memberProblems({ platform, stack, files }: Input): Problem[] {
  const { units } = platform.organization;
  const problems: Problem[] = [];
  const add = (path: string, value: unknown, fix: string) =>
    problems.push({ file: files.platform, path: `accounts.${path}`, value, fix });
  for (const [name, account] of Object.entries(platform.accounts)) {
    const { unit, role, owner } = account;
    if (!Object.hasOwn(platform.owners, owner))
      add(`${name}.owner`, owner, unknownReferenceText(owner, Object.keys(platform.owners), "owners", files.platform));
    if (unit !== undefined && role === "management")
      add(
        `${name}.unit`,
        unit,
        "the management account stays at the root, where no guardrail could hold it; leave it out",
      );
    else if (unit !== undefined && !Object.hasOwn(units, unit))
      add(`${name}.unit`, unit, unknownReferenceText(unit, Object.keys(units), "organization.units", files.platform));
    if (unit === undefined && role !== "management" && stack.kind !== "workload" && Object.keys(units).length > 0)
      if (isMember(name)) add(`${name}.unit`, undefined, `name its unit: ${Object.keys(units).join(", ")}`);
  }
  const { regions } = platform.organization;
  for (const [name, { region }] of Object.entries(platform.accounts)) {
    if (regions.length > 0 && region !== "us-east-1" && !regions.includes(region))
      add(`${name}.region`, region, `add it to organization.regions, which has ${regions.join(", ")}`);
  }
  return problems;

  function isMember(name: string): boolean {
    if (!Object.hasOwn(platform.accounts, stack.account)) return false;
    return memberAccounts(platform, stack.account).some(([member]) => member === name);
  }
}

/** Each central role is there once, and the central stacks are in its account. */
function stackProblems({ platform, stack, files }: Input): Problem[] {
  if (!Object.hasOwn(platform.accounts, stack.account)) return [];
  const members = memberAccounts(platform, stack.account);
  const problems: Problem[] = [];
  const inRole = (role: AccountConfiguration["role"]) => members.filter(([, account]) => account.role === role);
  for (const role of ["management", "security", "log-archive"] as const) {
    const [, ...more] = inRole(role);
    for (const [name] of more)
      problems.push({
        file: files.platform,
        path: `accounts.${name}.role`,
        value: role,
        fix: `one account has this role; ${inRole(role)[0]![0]} has it`,
      });
  }
  if (stack.kind === "workload") return problems;

  for (const role of ["management", "security"] as const) {
    if (inRole(role).length > 0) continue;
    const path = `accounts.${role}`;
    problems.push({ file: files.platform, path, value: undefined, fix: `add an account with role: ${role}` });
  }
  const { role } = platform.accounts[stack.account]!;
  // Where logs have an account of their own, the security stack makes their archive there.
  const isArchive = stack.kind === "security" && role === "log-archive";
  if (stack.kind !== "baseline" && role !== stack.kind && !isArchive) {
    const wanted = inRole(stack.kind)[0]?.[0];
    problems.push({
      file: files.stack,
      path: "platform:account",
      value: stack.account,
      fix: `its role is ${role}; a ${stack.kind} stack goes to the account with role ${stack.kind}${wanted ? `: ${wanted}` : ""}`,
    });
  }
  if (platform.organization.featureSet !== "ALL")
    problems.push({
      file: files.platform,
      path: "organization.featureSet",
      value: platform.organization.featureSet,
      fix: "guardrails and delegated administrators need ALL; an organisation with consolidated billing is upgraded first, see docs/accounts.md",
    });
  if (stack.kind === "baseline" && stack.authorizerRole) {
    const { account: holder } = stack.authorizerRole;
    const isOwn = holder === stack.account;
    if (isOwn || !members.some(([name]) => name === holder)) {
      const others = members.flatMap(([name]) => (name === stack.account ? [] : [name])).join(", ");
      problems.push({
        file: files.stack,
        path: "platform:authorizerRole.account",
        value: holder,
        fix: isOwn ? "leave it out: a workload needs no role in its own account" : `use another account: ${others}`,
      });
    }
  }
  if (stack.removal === "destroy" && !platform.accounts[stack.account]!.local && stack.kind !== "baseline")
    problems.push({
      file: files.stack,
      path: "platform:removal",
      value: stack.removal,
      fix: "accounts and logs of a real organisation are retained: use retain",
    });
  return problems;
}
