import { refuses, type Violation } from "../violation";

/** What the reports are about beside the violations. */
export interface ReportContext {
  /** The stack's name. */
  stack: string;
}

/** How many violations there are of each kind. */
export interface Summary {
  /** Refuse the deployment. */
  refusing: number;
  /** Warn. */
  advisory: number;
  /** Accepted by an exception. */
  excepted: number;
}

/** Counts violations by what they do. */
export function summarize(violations: readonly Violation[]): Summary {
  return {
    refusing: violations.filter(refuses).length,
    advisory: violations.filter((violation) => !refuses(violation) && !violation.excepted).length,
    excepted: violations.filter(({ excepted }) => excepted).length,
  };
}

const order = ["critical", "high", "medium", "low"];

/** Worst first; among equals, what refuses first, then by rule and resource. */
export function worstFirst(violations: readonly Violation[]): Violation[] {
  const key = (violation: Violation) =>
    `${violation.excepted ? 1 : 0}${refuses(violation) ? 0 : 1}${order.indexOf(violation.severity)}${violation.rule} ${violation.urn ?? ""}`;
  return [...violations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** `aws:s3/bucket:Bucket uploads` for a URN. */
export function nameOf(urn: string | undefined): string {
  const parts = urn?.split("::");
  return parts && parts.length > 3
    ? `${parts[2]!.split("$").pop()} ${parts.slice(3).join("::")}`
    : (urn ?? "the stack");
}

/** One sentence for a summary. */
export function inWords({ refusing, advisory, excepted }: Summary): string {
  if (!refusing && !advisory && !excepted) return "No violations.";
  const parts = [
    refusing ? `${refusing} refuse${refusing === 1 ? "s" : ""} the deployment` : "nothing refuses the deployment",
    ...(advisory ? [`${advisory} advisory`] : []),
    ...(excepted ? [`${excepted} excepted`] : []),
  ];
  return `Violations: ${parts.join(", ")}.`;
}
