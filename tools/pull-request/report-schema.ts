import * as z from "zod";

/** Reports come out of a job that runs a contributor's code: nothing in them is believed, and no text is endless. */
const text = z.string().max(20_000);
const name = z.string().max(2_000);
const value = z.unknown().optional();

const difference = z.object({
  added: z.array(name).max(50_000),
  removed: z.array(name).max(50_000),
  changed: z.record(name, z.array(z.object({ path: name, before: value, after: value }))),
});

const violation = z.object({
  rule: name,
  severity: z.enum(["low", "medium", "high", "critical"]),
  level: z.enum(["advisory", "mandatory", "remediate"]),
  urn: name.optional(),
  message: text,
  fix: text,
  excepted: z.object({ reason: text, owner: name, expires: name }).optional(),
  source: z.object({ file: name, line: z.int().positive() }).optional(),
});

const stack = z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}$/);

const planned = z.object({
  stack,
  error: z.undefined().optional(),
  locations: z.array(z.object({ location: name, count: z.int().nonnegative() })),
  violations: z.array(violation).max(100_000),
  problems: z.array(text),
  comparison: z.object({ state: z.enum(["same", "differs", "missing", "updated"]), difference: difference.optional() }),
  base: z.object({ difference: difference.optional() }).optional(),
  observabilityCost: z
    .object({ currency: z.string().max(3), perMonth: z.number(), before: z.number().optional() })
    .optional(),
});

/** What `npm run plan -- --reports` writes for one stack, as far as a comment needs it. */
export const reportSchema = z.union([z.object({ stack, error: text }), planned]);

export type Report = z.infer<typeof reportSchema>;
export type PlannedReport = z.infer<typeof planned>;
export type ReportedViolation = z.infer<typeof violation>;
export type ReportedDifference = z.infer<typeof difference>;

/** Whether the stack could be planned at all. */
export function isPlanned(report: Report): report is PlannedReport {
  return report.error === undefined;
}
