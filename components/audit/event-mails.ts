import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import type { Queue } from "../messaging/queue";
import type { AlarmTopic } from "../observability/alarm-topic";
import type { Monitoring, Severity } from "../observability/monitoring";
import type { Removal } from "../removal";
import { checkMailRules } from "./check-mail-rules";
import { FORWARDER_ROLE_PREFIX } from "./event-forwarder";
import type { MailRule } from "./mail-rule";
import { mailText } from "./mail-text";
import { undeliveredEvents } from "./undelivered-events";

export interface EventMailsArgs {
  /** What is mailed. */
  rules: MailRule[];
  /** Where each severity goes. Each topic must list `events.amazonaws.com` among its publishers. */
  topics: Record<Severity, AlarmTopic>;
  /** Encrypts the queue of what could not be mailed. */
  key: Key;
  /** Id of the organisation whose accounts may forward events here, for example `o-a1b2c3d4e5`. Default no other account may. */
  organizationId?: pulumi.Input<string>;
  /** Default `retain`. */
  removal?: Removal;
}

const TYPE = "platform:audit:EventMails";

/**
 * Mails about events: a rule on the account's default bus for each, with a text that a person can read. Other accounts and
 * regions of the organisation send theirs with an {@link EventForwarder}. What cannot be mailed is kept in a queue with an
 * alarm.
 *
 * @example
 * new EventMails("security-mails", { rules: findingRules(), topics: { critical, warning }, key });
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */
export class EventMails extends PlatformComponent {
  readonly rules: Record<string, aws.cloudwatch.EventRule> = {};
  /** Events that could not be mailed. */
  readonly undelivered: Queue;
  /** The bus that other accounts forward to. */
  readonly busArn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a rule that EventBridge would refuse */
  constructor(name: string, args: EventMailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "EventMails", name, opts);
    checkMailRules(TYPE, name, args.rules);
    const { id, region, partition } = accountOf(this);
    this.busArn = pulumi.interpolate`arn:${partition}:events:${region}:${id}:event-bus/default`;
    this.undelivered = undeliveredEvents(this, args);
    for (const rule of args.rules) this.mail(rule, args.topics[rule.severity]);
    if (args.organizationId) this.admit(args.organizationId);
    this.monitoring = { ...this.undelivered.monitoring, title: `Mails of ${name}`, component: name };
    this.registerOutputs({ busArn: this.busArn });
  }

  private mail(rule: MailRule, topic: AlarmTopic): void {
    const name = `${this.componentName}-${rule.name}`;
    const eventRule = new aws.cloudwatch.EventRule(
      name,
      {
        name,
        description: `${rule.title.replace(/<\w+>/g, "…")}. ${rule.why}`.slice(0, 512),
        eventPattern: JSON.stringify(rule.pattern),
        state: rule.readOnlyCalls ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      },
      this.childOptions(),
    );
    this.rules[rule.name] = eventRule;
    new aws.cloudwatch.EventTarget(
      `${name}-mail`,
      {
        rule: eventRule.name,
        targetId: "mail",
        arn: topic.arn,
        inputTransformer: mailText(rule),
        deadLetterConfig: { arn: this.undelivered.arn },
        // A mail that comes a day late is worth more in the queue, where the alarm tells of it.
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
      },
      this.childOptions(),
    );
  }

  /** Only the forwarders' roles of the organisation: with them, EventBridge keeps the event's own source and account. */
  private admit(organizationId: pulumi.Input<string>): void {
    const { partition } = accountOf(this);
    new aws.cloudwatch.EventBusPolicy(
      `${this.componentName}-bus-policy`,
      {
        eventBusName: "default",
        policy: policyDocument([
          {
            Sid: "AllowForwardersOfOrganization",
            Effect: "Allow",
            Principal: "*",
            Action: "events:PutEvents",
            Resource: this.busArn,
            Condition: {
              StringEquals: { "aws:PrincipalOrgID": organizationId },
              ArnLike: {
                "aws:PrincipalArn": pulumi.interpolate`arn:${partition}:iam::*:role/${FORWARDER_ROLE_PREFIX}*`,
              },
            },
          },
        ]),
      },
      this.childOptions(),
    );
  }
}
