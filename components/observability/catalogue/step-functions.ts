import { by, each, type CatalogueEntry } from "./entry";
import { events, times } from "./kinds";

/** Of state machines and activities. */
export const stepFunctions: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html",
  metrics: {
    ...by(["StateMachineArn"], {
      ...each(
        events,
        "ExecutionThrottled",
        "ExecutionsAborted",
        "ExecutionsFailed",
        "ExecutionsStarted",
        "ExecutionsSucceeded",
        "ExecutionsTimedOut",
      ),
      ...each(times, "ExecutionTime"),
    }),
    ...by(["ActivityArn"], {
      ...each(
        events,
        "ActivitiesFailed",
        "ActivitiesHeartbeatTimedOut",
        "ActivitiesScheduled",
        "ActivitiesStarted",
        "ActivitiesSucceeded",
        "ActivitiesTimedOut",
      ),
      ...each(times, "ActivityRunTime", "ActivityScheduleTime", "ActivityTime"),
    }),
  },
};
