import {
  isPlanned,
  type PlannedReport,
  type Report,
  type ReportedDifference,
  type ReportedViolation,
} from "./report-schema";

/** Something that several environments have in common, said once. */
export interface Shared<T> {
  value: T;
  stacks: string[];
}

const order = ["critical", "high", "medium", "low"];

/** Whether a violation refuses the deployment. */
export function isRefusing({ level, excepted }: ReportedViolation): boolean {
  return level !== "advisory" && !excepted;
}

/** The violations of all environments, each once, worst first. */
export function mergedViolations(reports: readonly Report[]): Shared<ReportedViolation>[] {
  const all = reports
    .filter(isPlanned)
    .flatMap(({ stack, violations }) => violations.map((value) => ({ stack, value })));
  const merged = shared(all, ({ rule, level, urn, message, excepted }) =>
    // An accepted violation is accepted at any level.
    JSON.stringify([rule, excepted ?? level, addressOf(urn), message]),
  );
  const rank = ({ value }: Shared<ReportedViolation>) =>
    `${isRefusing(value) ? 0 : 1}${order.indexOf(value.severity)}${value.rule} ${addressOf(value.urn)}`;
  return merged.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The differences of all environments, equal ones once. */
export function mergedDifferences(reports: readonly Report[]): Shared<ReportedDifference>[] {
  const all = reports.filter(isPlanned).flatMap((report) => {
    const value = differenceOf(report);
    return value && !isEmpty(value) ? [{ stack: report.stack, value }] : [];
  });
  return shared(all, (difference) => JSON.stringify(difference));
}

/** What a report says has changed: against the base where it was compared with one. */
export function differenceOf({ base, comparison }: PlannedReport): ReportedDifference | undefined {
  return base ? base.difference : comparison.difference;
}

/** Whether a difference says that nothing has changed. */
export function isEmpty({ added, removed, changed }: ReportedDifference): boolean {
  return added.length + removed.length + Object.keys(changed).length === 0;
}

/** A URN without stack and project: the same in every environment. */
export function addressOf(urn: string | undefined): string {
  return urn?.split("::").slice(2).join("::") ?? "";
}

function shared<T>(all: { stack: string; value: T }[], keyOf: (value: T) => string): Shared<T>[] {
  const byKey = new Map<string, Shared<T>>();
  for (const { stack, value } of all) {
    const key = keyOf(value);
    const known = byKey.get(key);
    if (!known) byKey.set(key, { value, stacks: [stack] });
    else if (!known.stacks.includes(stack)) known.stacks.push(stack);
  }
  return [...byKey.values()];
}
