import { by, each, type CatalogueEntry } from "./entry";
import { extremes, kind } from "./kinds";

/** Of topics. */
export const sns: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html",
  metrics: by(["TopicName"], {
    ...each(
      kind("Count", "Sum"),
      "NumberOfMessagesPublished",
      "NumberOfNotificationsDelivered",
      "NumberOfNotificationsFailed",
      "NumberOfNotificationsFailedToRedriveToDlq",
      "NumberOfNotificationsFilteredOut",
      "NumberOfNotificationsFilteredOut-InvalidAttributes",
      "NumberOfNotificationsRedrivenToDlq",
    ),
    ...each(kind("Bytes", ...extremes, "SampleCount"), "PublishSize"),
  }),
};
