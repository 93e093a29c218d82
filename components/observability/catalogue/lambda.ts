import { by, each, type CatalogueEntry } from "./entry";
import { events, extremes, kind, levels, times } from "./kinds";

/** Of functions, their aliases and versions, and of the account. */
export const lambda: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
  metrics: {
    ...by(["", "FunctionName", "FunctionName+Resource", "ExecutedVersion+FunctionName+Resource"], {
      ...each(times, "AsyncEventAge", "Duration"),
      ...each(
        events,
        "AsyncEventsDropped",
        "AsyncEventsReceived",
        "DeadLetterErrors",
        "DestinationDeliveryFailures",
        "Errors",
        "Invocations",
        "Throttles",
      ),
    }),
    ...by(["", "FunctionName", "FunctionName+Resource"], { ...each(levels, "ConcurrentExecutions") }),
    ...by(["FunctionName", "FunctionName+Resource"], {
      ...each(times, "IteratorAge"),
      ...each(events, "ProvisionedConcurrencyInvocations", "ProvisionedConcurrencySpilloverInvocations"),
      ...each(kind("None", ...extremes), "ProvisionedConcurrencyUtilization"),
    }),
    ...by([""], { ...each(levels, "ClaimedAccountConcurrency", "UnreservedConcurrentExecutions") }),
  },
};
