import { by, each, type CatalogueEntry } from "./entry";
import { events } from "./kinds";

/** Of rules. */
export const eventBridge: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html",
  metrics: by(["RuleName"], {
    ...each(events, "FailedInvocations", "Invocations", "InvocationsFailedToBeSentToDlq", "InvocationsSentToDlq"),
    ...each(events, "ThrottledRules", "TriggeredRules"),
  }),
};
