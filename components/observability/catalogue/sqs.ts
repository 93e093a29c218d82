import { by, each, type CatalogueEntry } from "./entry";
import { bytes, counts, everything, kind } from "./kinds";

/** Of queues. */
export const sqs: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
  metrics: by(["QueueName"], {
    ...each(kind("Seconds", ...everything), "ApproximateAgeOfOldestMessage"),
    ...each(
      counts,
      "ApproximateNumberOfMessagesDelayed",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesVisible",
      "NumberOfEmptyReceives",
      "NumberOfMessagesDeleted",
      "NumberOfMessagesReceived",
      "NumberOfMessagesSent",
    ),
    ...each(bytes, "SentMessageSize"),
  }),
};
