import type { PlatformConfiguration } from "./platform-schema";
import type { Problem } from "./problem";
import { nearest } from "./nearest";
import type { WorkloadConfiguration } from "./stack-schema";

/** What the checks between values need. */
export interface CrossCheckInput {
  platform: PlatformConfiguration;
  workload: WorkloadConfiguration;
  files: { platform: string; stack: string };
  /** The day that exceptions are measured against, `YYYY-MM-DD`. */
  today: string;
}

/** Lambda keeps this many executions for functions without a reservation. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export const unreservedConcurrency = 100;

/** What no single value shows: references between the files, what production needs, and exceptions. */
export function crossProblems(input: CrossCheckInput): Problem[] {
  const { platform, workload, files } = input;
  const problems: Problem[] = [];
  const stack = (path: string, value: unknown, fix: string) =>
    problems.push({ file: files.stack, path: `platform:${path}`, value, fix });

  const reference = (path: string, key: string, known: Record<string, unknown>, section: string) => {
    if (Object.hasOwn(known, key)) return;
    const meant = nearest(key, Object.keys(known));
    const list = Object.keys(known).join(", ") || "none yet";
    stack(path, key, `${meant ? `did you mean ${meant}? ` : ""}use a key of ${section} in ${files.platform}: ${list}`);
  };
  reference("account", workload.account, platform.accounts, "accounts");
  reference("owner", workload.owner, platform.owners, "owners");
  if (workload.domain) reference("domain.zone", workload.domain.zone, platform.domains, "domains");
  workload.exceptions.forEach((exception, index) => {
    reference(`exceptions[${index}].owner`, exception.owner, platform.owners, "owners");
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
    reference(`trustedUserPools[${index}].account`, pool.account, platform.accounts, "accounts");
    if (!pool.userPoolId.startsWith(`${pool.region}_`)) {
      stack(
        `trustedUserPools[${index}].userPoolId`,
        pool.userPoolId,
        `use a pool of ${pool.region}, the region given beside it`,
      );
    }
  });
  if (Object.keys(workload.systems).length === 0) stack("systems", workload.systems, "switch at least one system on");

  problems.push(...requirementProblems(input), ...accountProblems(input));
  return problems;
}

/** What an environment must have, in production without exception. */
function requirementProblems({ workload, platform, files }: CrossCheckInput): Problem[] {
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
    add("domain", undefined, `name a hosted zone, for example { zone: main }; ${unless("no-domain")}`);
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
  const seen = new Map<string, string>();
  return Object.entries(platform.accounts).flatMap(([name, { id }]): Problem[] => {
    const other = seen.get(id);
    seen.set(id, name);
    if (other === undefined || /^0{12}$/.test(id)) return [];
    return [
      {
        file: files.platform,
        path: `accounts.${name}.id`,
        value: id,
        fix: `each account has its own id; ${other} has this one too`,
      },
    ];
  });
}
