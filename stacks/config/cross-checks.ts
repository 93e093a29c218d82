import type { PlatformConfiguration } from "./platform-schema";
import type { Problem } from "./problem";
import { domainProblems, workloadDomainProblems } from "./domain-checks";
import { nearest, unknownReferenceText } from "./nearest";
import { organizationProblems } from "./organization-checks";
import { memberAccounts } from "./organization-structure";
import { releaseProblems } from "./release-checks";
import type { StackConfiguration, WorkloadConfiguration } from "./stack-schema";
import { systemSchemas } from "./systems-schema";

/** What the checks between values need. */
export interface CrossCheckInput {
  platform: PlatformConfiguration;
  stack: StackConfiguration;
  files: { platform: string; stack: string };
  /** The day that exceptions are measured against, `YYYY-MM-DD`. */
  today: string;
}

/** Lambda keeps this many executions for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export const unreservedConcurrency = 100;

/** What no single value shows: references between the files, what production needs, and exceptions. */
export function crossProblems(input: CrossCheckInput): Problem[] {
  const { platform, stack, files } = input;
  const problems: Problem[] = [];
  const refer = references(problems, files);
  refer("account", stack.account, platform.accounts, "accounts");
  refer("owner", stack.owner, platform.owners, "owners");
  if (stack.kind === "workload") problems.push(...workloadProblems({ ...input, workload: stack }));
  problems.push(...accountProblems(input), ...domainProblems(input), ...organizationProblems(input));
  return problems;
}

interface WorkloadCheckInput extends CrossCheckInput {
  workload: WorkloadConfiguration;
}

function workloadProblems(input: WorkloadCheckInput): Problem[] {
  const { platform, workload, files } = input;
  const problems: Problem[] = [];
  const refer = references(problems, files);
  const stack = (path: string, value: unknown, fix: string) =>
    problems.push({ file: files.stack, path: `platform:${path}`, value, fix });

  problems.push(...workloadDomainProblems(input, workload));
  workload.exceptions.forEach((exception, index) => {
    refer(`exceptions[${index}].owner`, exception.owner, platform.owners, "owners");
    // The last day still counts, and days compare as texts.
    if (exception.expires < input.today) {
      stack(
        `exceptions[${index}].expires`,
        exception.expires,
        "the exception has expired; mend what it excepts, or renew it with a new reason",
      );
    }
  });
  workload.trustedUserPools.forEach((pool, index) => {
    refer(`trustedUserPools[${index}].account`, pool.account, platform.accounts, "accounts");
    if (!pool.userPoolId.startsWith(`${pool.region}_`)) {
      stack(
        `trustedUserPools[${index}].userPoolId`,
        pool.userPoolId,
        `use a pool of ${pool.region}, the region given beside it`,
      );
    }
  });
  if (workload.systems.identity && !workload.systems.web && workload.allowedOrigins.length === 0) {
    const example = workload.production ? "https://app.example.com" : "http://localhost:3000";
    stack(
      "allowedOrigins",
      workload.allowedOrigins,
      `name the origin of pages where people sign in, such as ${example}, or switch the system web on: the hosted login gives the APIs' tokens to known pages only`,
    );
  }
  problems.push(...authorizerProblems(input));
  const { delivery } = workload.systems;
  if (delivery) {
    const members = Object.fromEntries(memberAccounts(platform, workload.account));
    for (const field of ["test", "production"] as const) {
      const { stack: target, account } = delivery[field];
      refer(`systems.delivery.${field}.account`, account, members, "accounts");
      // The account's baseline trusts the role of the step that is named like the account.
      if (target !== account && members[account]?.local === false)
        stack(`systems.delivery.${field}.stack`, target, `use the account's name, ${account}, for the stack too`);
    }
    if (delivery.test.stack === delivery.production.stack)
      stack("systems.delivery.production.stack", delivery.production.stack, "test and production are two stacks");
  }
  problems.push(...alarmProblems(input), ...releaseProblems(workload, files.stack));
  if (Object.keys(workload.systems).length === 0) stack("systems", workload.systems, "switch at least one system on");
  return [...problems, ...requirementProblems(input)];
}

/** An authorizer's function in a region or account that its APIs cannot mean. */
function authorizerProblems({ platform, workload, files }: WorkloadCheckInput): Problem[] {
  const { authorizer } = workload;
  if (!authorizer) return [];
  const add = (field: string, value: unknown, fix: string): Problem[] => [
    { file: files.stack, path: `platform:authorizer.${field}`, value, fix },
  ];
  const { functionArn, permissionRole } = authorizer;
  const [, , , functionRegion, id] = functionArn.split(":");
  const own = platform.accounts[workload.account];
  const isKnown = Object.values(platform.accounts).some((account) => account.id === id);
  if (own && functionRegion !== own.region)
    return add("functionArn", functionArn, `use a function of ${own.region}, the region of the account`);
  if (!isKnown)
    return add(
      "functionArn",
      functionArn,
      `add its account, ${id}, to accounts of ${files.platform}, or use one of them`,
    );
  if (own?.id === id && permissionRole !== undefined)
    return add("permissionRole", permissionRole, "leave it out: the function is in the stack's own account");
  return [];
}

/** What checks that a key of the stack's file names an entry of the shared one. */
function references(problems: Problem[], files: CrossCheckInput["files"]) {
  return (path: string, key: string, known: Record<string, unknown>, section: string): void => {
    if (Object.hasOwn(known, key)) return;
    const fix = unknownReferenceText(key, Object.keys(known), section, files.platform);
    problems.push({ file: files.stack, path: `platform:${path}`, value: key, fix });
  };
}

/** Settings of alarms of a system that there is not; components and alarms are known only when the systems are built. */
function alarmProblems({ workload, platform, files }: WorkloadCheckInput): Problem[] {
  const known = [...Object.keys(systemSchemas), "shared", "mails"];
  const places = [
    { file: files.platform, path: "alarmSettings", settings: platform.alarmSettings },
    { file: files.stack, path: "platform:alarmSettings", settings: workload.alarmSettings },
  ];
  return places.flatMap(({ file, path, settings }) =>
    Object.keys(settings)
      .filter((system) => !known.includes(system))
      .map((system) => {
        const meant = nearest(system, known);
        const fix = `${meant ? `did you mean ${meant}? ` : ""}use a system: ${known.join(", ")}`;
        return { file, path: `${path}.${system}`, fix };
      }),
  );
}

/** What an environment must have, in production without exception. */
function requirementProblems({ workload, platform, files }: WorkloadCheckInput): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, value: unknown, fix: string) =>
    problems.push({ file: files.stack, path: `platform:${path}`, value, fix });
  const excepted = new Set(workload.exceptions.map((exception) => exception.name));
  const unless = (name: string) =>
    workload.production ? "production has no exceptions" : `or state the exception ${name}`;

  if (workload.production) {
    workload.exceptions.forEach(({ name }, index) =>
      add(`exceptions[${index}].name`, name, "production has no exceptions"),
    );
    if (workload.removal !== "retain") add("removal", workload.removal, "production retains its data: use retain");
    if (workload.logRetentionDays < 365)
      add("logRetentionDays", workload.logRetentionDays, "production keeps logs for at least 365 days");
    workload.allowedOrigins.forEach((origin, index) => {
      if (origin.startsWith("http:")) add(`allowedOrigins[${index}]`, origin, "production allows https origins only");
    });
  }
  if (!workload.domain && (workload.production || !excepted.has("no-domain"))) {
    add(
      "domain",
      undefined,
      `write a name such as dev.example.com, or a hosted zone that is there, { zone: main }; ${unless("no-domain")}`,
    );
  }
  if (workload.backupRetentionDays < 7 && (workload.production || !excepted.has("short-backups"))) {
    add(
      "backupRetentionDays",
      workload.backupRetentionDays,
      `keep backups for at least 7 days; ${unless("short-backups")}`,
    );
  }
  const limit = platform.accounts[workload.account]?.concurrencyLimit;
  if (
    limit !== undefined &&
    limit <= unreservedConcurrency &&
    (workload.production || !excepted.has("no-reserved-concurrency"))
  ) {
    problems.push({
      file: files.platform,
      path: `accounts.${workload.account}.concurrencyLimit`,
      value: limit,
      fix: `nothing can be reserved, since AWS keeps ${unreservedConcurrency} unreserved; ask AWS for a higher limit; ${unless("no-reserved-concurrency")}`,
    });
  }
  return problems;
}

/** Two accounts with one id or address are a copying mistake that deploys to the wrong place. Placeholders may repeat. */
export function accountProblems({ platform, files }: Pick<CrossCheckInput, "platform" | "files">): Problem[] {
  return [...repeated("id", "each account has its own id"), ...repeated("email", "AWS takes an address once")];

  function repeated(field: "id" | "email", why: string): Problem[] {
    const seen = new Map<string, string>();
    return Object.entries(platform.accounts).flatMap(([name, account]): Problem[] => {
      const value = account[field];
      const other = seen.get(value.toLowerCase());
      seen.set(value.toLowerCase(), name);
      if (other === undefined || /^0{12}$/.test(value)) return [];
      const fix = `${why}; ${other} has this one too`;
      return [{ file: files.platform, path: `accounts.${name}.${field}`, value, fix }];
    });
  }
}
