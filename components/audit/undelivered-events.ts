import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import type { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { Queue } from "../messaging/queue";
import type { Removal } from "../removal";

/** Fourteen days, the longest SQS keeps a message. */
const LONGEST_RETENTION_SECONDS = 1_209_600;

/**
 * The queue that keeps what a component's rules could not bring to their target. Rules may send to it whose names start
 * with the component's. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 *
 * @param parent the component that has the rules
 */
export function undeliveredEvents(parent: PlatformComponent, { key, removal }: { key: Key; removal?: Removal }): Queue {
  const { id, partition, region } = accountOf(parent);
  const name = parent.componentName;
  return new Queue(
    `${name}-undelivered`,
    {
      key,
      visibilityTimeoutSeconds: 30,
      messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
      deadLetter: false,
      senders: [
        {
          service: "events.amazonaws.com",
          sourceArn: pulumi.interpolate`arn:${partition}:events:${region}:${id}:rule/${name}-*`,
        },
      ],
      removal,
    },
    { parent },
  );
}
