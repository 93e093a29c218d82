import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { InputError } from "../input-error";
import type { Key } from "../encryption/key";
import type { ServiceAccess } from "../messaging/service-access";
import { Topic } from "../messaging/topic";
import type { Monitoring } from "./monitoring";

export interface AlarmTopicArgs {
  /** Key of the topic. CloudWatch must be one of its services, or it cannot publish: `services: ["cloudwatch", …]`. */
  key: Key;
  /** E-mail addresses that get every alarm; each must confirm its subscription. At least one. */
  addresses: string[];
  /** Name of the topic. Default generated. */
  topicName?: string;
  /** Services beside CloudWatch's alarms that may publish, for example EventBridge's rules. Default none. */
  publishers?: ServiceAccess[];
}

/**
 * The topic that alarms go to, with an e-mail subscription for each address. Encrypted with a customer-managed key,
 * since CloudWatch cannot publish to a topic under the AWS-managed one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html
 *
 * @throws InputError where an address is no e-mail address or none is given
 */
export class AlarmTopic extends PlatformComponent {
  readonly topic: Topic;
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "AlarmTopic", name, opts);
    checkAddresses(name, args.addresses);
    this.topic = new Topic(
      `${name}-topic`,
      {
        key: args.key,
        topicName: args.topicName,
        publishers: [{ service: "cloudwatch.amazonaws.com" }, ...(args.publishers ?? [])],
        subscriptions: args.addresses.map((endpoint) => ({ protocol: "email" as const, endpoint })),
      },
      { parent: this },
    );
    this.arn = this.topic.arn;
    this.monitoring = this.topic.monitoring;
    this.registerOutputs({ arn: this.arn });
  }
}

function checkAddresses(name: string, addresses: string[]): void {
  const fail = (value: unknown, fix: string) => {
    throw new InputError("platform:observability:AlarmTopic", name, "addresses", value, fix);
  };
  if (addresses.length === 0) fail(addresses, "name at least one e-mail address, or nobody hears of an alarm");
  for (const address of addresses) {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
      fail(address, "use an e-mail address such as platform@example.com");
  }
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice) fail(twice, "list each address once");
}
