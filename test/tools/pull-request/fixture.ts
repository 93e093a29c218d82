import type { PlannedReport, ReportedViolation } from "../../../tools/pull-request/report-schema";

/** A violation that refuses; `change` makes it another. */
export function violation(change: Partial<ReportedViolation> = {}): ReportedViolation {
  return {
    rule: "s3-public-acl",
    severity: "critical",
    level: "mandatory",
    urn: "urn:pulumi:dev::platform::aws:s3/bucket:Bucket::uploads",
    message: "acl is a canned ACL for everybody",
    fix: "Drop the ACL.",
    source: { file: "stacks/systems/intake.ts", line: 49 },
    ...change,
  };
}

/** A report of a stack in which nothing is wrong and nothing changes. */
export function report(stack: string, change: Partial<PlannedReport> = {}): PlannedReport {
  return {
    stack,
    locations: [{ location: "111122223333/eu-west-1", count: 300 }],
    violations: [],
    problems: [],
    comparison: { state: "same" },
    base: { difference: { added: [], removed: [], changed: {} } },
    ...change,
  };
}

/** The difference of one queue. */
export const queueChange = {
  added: ["aws:s3/bucket:Bucket::uploads"],
  removed: [],
  changed: { "aws:sqs/queue:Queue::intake": [{ path: "inputs.visibilityTimeoutSeconds", before: 120, after: 30 }] },
};
