import type { Plan, PlanResource, PlanValue } from "../plan/plan";
import { nameAt, typeAt } from "../plan/plan";

/** An alarm of a committed plan, as the runbooks need it. */
export interface PlannedAlarm {
  /** The system it belongs to, for example `students`; `shared` for what all of them use. */
  system: string;
  /** `<component>-<alarm>`, which is also the anchor of its runbook. */
  key: string;
  severity: "critical" | "warning";
  /** What is watched, what is wrong and why the threshold is what it is, in the alarm's own words. */
  description: string;
  /** Namespace of its metrics, for example `AWS/Lambda`; empty for an alarm over other alarms. */
  namespace: string;
  /** What the metrics are about, by CloudWatch's name for it, for example `{ FunctionName: "streamfunction" }`. */
  dimensions: Record<string, string>;
}

type Inputs = NonNullable<PlanResource["inputs"]>;

/** System, then its region where it has one part in each, and what the alarm is about. */
const NAME = /^([a-z][a-z0-9-]*?)(?:-[a-z]{2}(?:-[a-z]+)+-\d)?-alarms-(.+)$/;

/** Added by the alarms themselves; here it would point at itself. */
const LINKS = /(?: (?:Dashboard|Runbook|Told by): \S+)+$/;

/**
 * The alarms of a plan, sorted by system and name.
 *
 * @param plan a committed plan
 * @throws Error for an alarm whose name or metric is of no known form
 */
export function alarmsOf(plan: Plan): PlannedAlarm[] {
  return Object.entries(plan.resources)
    .filter(([address]) => /:(MetricAlarm|CompositeAlarm)$/.test(typeAt(address)))
    .map(([address, { inputs = {} }]) => {
      try {
        return alarmOf(nameAt(address), inputs);
      } catch (error) {
        throw new Error(`The committed plan of ${plan.stack}: ${(error as Error).message}`);
      }
    })
    .sort((a, b) => (`${a.system} ${a.key}` < `${b.system} ${b.key}` ? -1 : 1));
}

function alarmOf(name: string, inputs: Inputs): PlannedAlarm {
  // A release makes the alarm that ends it by itself, before the system's others.
  const [, release] = /^([a-z][a-z0-9-]*-release)-alarms-/.exec(name) ?? [];
  const [, own, rest] = NAME.exec(name) ?? [];
  const system = release ? "release" : own;
  if (!system || !rest) throw new Error(`The alarm ${name} is not named <system>-alarms-<component>-<alarm>.`);
  const metric = metricOf(inputs);
  const isComposite = "alarmRule" in inputs;
  if (!metric && !isComposite) throw new Error(`The alarm ${name} has no metric.`);
  return {
    system,
    // The alarm over all others has no component: it is named after the system.
    key: isComposite ? `${own}-${rest}` : rest,
    severity: /-warning\b/.test(JSON.stringify(inputs["alarmActions"])) ? "warning" : "critical",
    description: text(inputs["alarmDescription"]).replace(LINKS, ""),
    namespace: metric ? text(metric["namespace"]) : "",
    dimensions: (metric?.["dimensions"] ?? {}) as Record<string, string>,
  };
}

/** The metric itself, or the first of those that a formula is made of: all are about the same thing. */
function metricOf(inputs: Inputs): Record<string, PlanValue> | undefined {
  if (inputs["metricName"] !== undefined) return inputs;
  const queries = (inputs["metricQueries"] ?? []) as Record<string, PlanValue>[];
  return queries.map((query) => query["metric"] as Record<string, PlanValue> | undefined).find(Boolean);
}

function text(value: PlanValue | undefined): string {
  if (typeof value !== "string") throw new Error(`An alarm says ${JSON.stringify(value)} where a text should be.`);
  return value;
}
