import { counted } from "../../components/observability/counted";
import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import { Queue } from "../../components/messaging/queue";
import { Topic } from "../../components/messaging/topic";
import { students } from "./students";
import { isReleased } from "./released";
import type { System } from "./system";

/** R4: an e-mail for each new student, out of the table's stream. */
export const announcements: System<"announcements"> = {
  name: "announcements",
  needs: ["students"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { table } = context.resultOf(students);

    const topic = new Topic(
      "announcements-topic",
      {
        key,
        topicName: "StudentNotification",
        displayName: "New students",
        subscriptions: environment.announcementAddresses.map((endpoint) => ({ protocol: "email" as const, endpoint })),
        removal: environment.removal,
      },
      options,
    );
    // Remembers what was announced, for longer than the stream keeps a record: redelivery then sends no second mail.
    const announced = new Table(
      "announcements-idempotency",
      {
        key,
        partitionKey: { name: "id", type: "S" },
        timeToLiveAttribute: "expiration",
        removal: environment.removal,
      },
      options,
    );
    const failed = new Queue(
      "announcements-failed",
      { key, visibilityTimeoutSeconds: 60, deadLetter: false, removal: environment.removal },
      options,
    );
    const announce = new Function(
      "announce",
      {
        entry: "functions/announcements/announce.ts",
        functionName: "streamfunction",
        description: "Publishes an announcement for each new student.",
        key,
        environment: { TOPIC_ARN: topic.arn, IDEMPOTENCY_TABLE_NAME: announced.tableName },
        progressiveDeployment: isReleased(environment, "announce"),
        timeoutSeconds: 20,
        logRetentionDays: environment.logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        // Its own queue and not the account's: the stream never uses it, and the role stays within two keys and one queue.
        deadLetterQueue: failed,
      },
      options,
    );
    topic.grantPublish(announce);
    announced.grantWrite(announce, { actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"] });
    announced.grantRead(announce, { actions: ["dynamodb:GetItem"] });
    announce.addStreamSource(table, {
      batchSize: 1,
      startingPosition: "TRIM_HORIZON",
      // The function looks too; this spares its invocation for each changed and removed student.
      filters: [{ eventName: ["INSERT"] }],
      onFailure: failed,
      maximumRetryAttempts: 5,
      bisectBatchOnFunctionError: false,
    });
    return {
      functions: { announce },
      outputs: { topic: topic.arn, function: announce.functionName, failedQueue: failed.url },
      business: [
        { kind: "graph", title: "Students announced", metrics: [counted(announce, "StudentAnnounced", "mails")] },
      ],
      monitoring: [announce.monitoring, topic.monitoring, failed.monitoring, announced.monitoring],
    };
  },
};
