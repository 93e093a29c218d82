import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import type { ServiceAccess } from "../messaging/service-access";
import { Topic } from "../messaging/topic";
import type { Removal } from "../removal";
import { checkAddresses } from "./alarm-addresses";
import type { Monitoring } from "./monitoring";

export interface AlarmTopicArgs {
  /** Key of the topic. CloudWatch must be one of its services, or it cannot publish: `services: ["cloudwatch", …]`. */
  key: Key;
  /**
   * E-mail addresses that get every alarm in SNS's own form; each must confirm its subscription. Default none: a function
   * reads the topic and makes the mails.
   */
  addresses?: string[];
  /** Name of the topic. Default generated. */
  topicName?: string;
  /** Services beside CloudWatch's alarms that may publish, for example EventBridge's rules. Default none. */
  publishers?: ServiceAccess[];
  /** Default `retain`; it concerns the alarms that could not be delivered. */
  removal?: Removal;
}

/**
 * The topic that alarms go to, with an e-mail subscription for each address given. Encrypted with a customer-managed key,
 * since CloudWatch cannot publish to a topic under the AWS-managed one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html
 *
 * @throws InputError where an address is no e-mail address, or the list of them is empty
 */
export class AlarmTopic extends PlatformComponent {
  readonly topic: Topic;
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "AlarmTopic", name, opts);
    const { addresses = [] } = args;
    if (args.addresses) checkAddresses("platform:observability:AlarmTopic", name, "addresses", addresses);
    this.topic = new Topic(
      `${name}-topic`,
      {
        key: args.key,
        topicName: args.topicName,
        publishers: [{ service: "cloudwatch.amazonaws.com" }, ...(args.publishers ?? [])],
        subscriptions: addresses.map((endpoint) => ({ protocol: "email" as const, endpoint })),
        removal: args.removal,
      },
      { parent: this },
    );
    this.arn = this.topic.arn;
    this.monitoring = this.topic.monitoring;
    this.registerOutputs({ arn: this.arn });
  }
}
