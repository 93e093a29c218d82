import type { AlarmDescription, Metric, Monitoring } from "../observability/monitoring";
import { trailMetrics } from "./trail-metrics";

const CIS = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html";

/** Alarms on the metrics of the trail, of all accounts and regions together. */
export function trailMonitoring(component: string): Monitoring {
  const metric = (name: string): Metric => {
    const { namespace, metricName } = trailMetrics.find((each) => each.name === name)!;
    return { namespace, name: metricName, dimensions: {}, statistic: "Sum", periodSeconds: 300 };
  };
  const alarm = (
    name: string,
    threshold: number,
    severity: AlarmDescription["severity"],
    description: string,
    reason: string,
  ): AlarmDescription => ({
    name,
    severity,
    metric: metric(name),
    comparison: "GreaterThanOrEqualToThreshold",
    threshold,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description,
    reason,
  });
  return {
    title: "Trail of the organisation",
    component,
    alarms: [
      alarm(
        "unauthorized-calls",
        20,
        "critical",
        "Many calls are refused in some account: somebody tries what a stolen credential can do, or a deployment lacks a permission.",
        `A person who mistypes is refused once or twice; twenty in five minutes are a search. CIS asks for an alarm on them (${CIS}).`,
      ),
      alarm(
        "failed-sign-ins",
        5,
        "critical",
        "Somebody tries passwords at the console.",
        `People need two or three tries; CIS asks for an alarm on failed sign-ins (${CIS}).`,
      ),
      alarm(
        "root-sign-ins",
        1,
        "critical",
        "The root user of an account signs in.",
        `Nobody works with it. The mail of the event says which account; this one also comes where the event has no rule (${CIS}).`,
      ),
      alarm(
        "sign-ins-without-mfa",
        1,
        "critical",
        "A user signs in to the console without a second factor, in whichever region.",
        `The rule on the event only sees regions that are used; the sign-in page chooses its own (${CIS}).`,
      ),
    ],
    widgets: [
      { kind: "graph", title: "Refused calls", unit: "calls", metrics: [metric("unauthorized-calls")] },
      {
        kind: "graph",
        title: "Sign-ins to look at",
        unit: "sign-ins",
        metrics: [metric("failed-sign-ins"), metric("root-sign-ins"), metric("sign-ins-without-mfa")],
      },
    ],
  };
}
