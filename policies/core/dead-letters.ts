import { parseJson } from "./json";
import { isComputedElsewhere, link } from "./links";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
import { isUnknown, unknown } from "./unknown";
import { isMissing, read } from "./values";

/** Where AWS takes the queue for what could not be delivered: type, and path of the ARN. */
const references: [type: string, path: string][] = [
  ["aws:sqs/queue:Queue", "redrivePolicy.deadLetterTargetArn"],
  ["aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy.deadLetterTargetArn"],
  ["aws:sns/topicSubscription:TopicSubscription", "redrivePolicy.deadLetterTargetArn"],
  ["aws:lambda/function:Function", "deadLetterConfig.targetArn"],
  ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig.onFailure.destination"],
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig.onFailure.destinationArn"],
  ["aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig.arn"],
  ["aws:cloudwatch/eventBus:EventBus", "deadLetterConfig.arn"],
  ["aws:scheduler/schedule:Schedule", "target.deadLetterConfig.arn"],
  ["aws:pipes/pipe:Pipe", "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn"],
  ["aws:pipes/pipe:Pipe", "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn"],
];

/** Whether a queue is where something else puts what it could not deliver, or may be. */
export function deadLetterReferences(stack: Stack, queues: Resource[]): (queue: Resource) => boolean {
  const lookups = references.map(([type, path]) => {
    const top = path.split(".")[0]!;
    const reference = (resource: Resource) => readThrough(resource, path);
    return link(stack, {
      targets: queues,
      companions: stack
        .ofType(type)
        .filter((each) => !isMissing(reference(each)) && !isElsewhere(reference(each), stack, each, top)),
      property: reference,
      dependsThrough: top,
      identifiers: ["id", "url", "arn", "name"],
    });
  });
  return (queue) => lookups.some((lookup) => lookup(queue).certain.length + lookup(queue).possible.length > 0);
}

/** A topic, a bucket or a topic of Kafka takes dead letters too. */
function isElsewhere(value: unknown, stack: Stack, resource: Resource, property: string): boolean {
  if (typeof value === "string") return /^arn:[^:]*:(?!sqs:)/.test(value);
  const types = { own: /^aws:sqs\//, any: /^aws:(sns\/topic:|s3\/|msk\/)/ };
  return isUnknown(value) && isComputedElsewhere(stack, resource, property, types);
}

/** The value at a path whose first part may be JSON text. */
function readThrough(resource: Resource, path: string): unknown {
  const [top = "", ...rest] = path.split(".");
  const given = resource.read(top);
  const value = parseJson(given) ?? given;
  return isUnknown(value) ? unknown : read(value, rest.join("."));
}
