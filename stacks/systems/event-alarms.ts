import type { AlarmDescription, Metric, Monitoring } from "../../components/observability/monitoring";
import { OWN_NAMESPACE } from "../../components/observability/counted";

/** A metric that a function counts itself, by the name AWS knows the function by. */
function counted(functionName: string, name: string): Metric {
  return { namespace: OWN_NAMESPACE, name, dimensions: { service: functionName }, statistic: "Sum", periodSeconds: 60 };
}

const EMF = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html";

/** What only the functions of the event pipeline know: refused rules, events given up, a web service that is down. */
export function eventAlarms(): Monitoring {
  const any = (
    alarm: Pick<AlarmDescription, "name" | "severity" | "metric" | "description" | "reason">,
  ): AlarmDescription => ({
    ...alarm,
    comparison: "GreaterThanThreshold",
    threshold: 0,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
  });
  const refused = counted("routeEvents", "RulesRefused");
  const failed = counted("keepFailedEvent", "EventsFailed");
  const opened = counted("deliverEvent", "CircuitOpened");
  return {
    title: "Event pipeline",
    component: "event-pipeline",
    alarms: [
      any({
        name: "rules-refused",
        severity: "critical",
        metric: refused,
        description: "The rules document is not valid and was refused; the last good one stays in force.",
        reason: `Counted at each look that finds it, so the alarm ends when the document is mended. ${EMF}`,
      }),
      any({
        name: "rules-unavailable",
        severity: "warning",
        metric: counted("routeEvents", "RulesUnavailable"),
        description: "The rules document could not be read; the last ones stay in force.",
        reason: `Routing goes on, and a new document would not be seen. ${EMF}`,
      }),
      any({
        name: "events-failed",
        severity: "critical",
        metric: failed,
        description: "Events failed after all retries and are kept; mend the cause, then invoke replayEvents.",
        reason: `Each one is work that was not done, so the first one counts. ${EMF}`,
      }),
      any({
        name: "circuit-opened",
        severity: "warning",
        metric: opened,
        description: "The third party's web service failed five times in a row and is spared for half a minute.",
        reason: `Five in a row after three attempts each are no accident; events wait or are kept meanwhile. ${EMF}`,
      }),
      any({
        name: "not-accepted",
        severity: "warning",
        metric: counted("ingestEvents", "EventsNotAccepted"),
        description: "Callers were told 503, because Kinesis did not take their events in five attempts.",
        reason: `Callers have to send again, and may not; the stream lacks capacity or a permission. ${EMF}`,
      }),
    ],
    widgets: [
      {
        kind: "graph",
        title: "Events",
        metrics: [
          counted("ingestEvents", "EventsAccepted"),
          counted("routeEvents", "EventsRouted"),
          counted("routeEvents", "EventsRejected"),
          failed,
        ],
      },
      { kind: "graph", title: "Rules and circuit", metrics: [refused, opened] },
    ],
  };
}
