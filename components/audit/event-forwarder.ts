import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ServiceRole } from "../access/service-role";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";
import type { Removal } from "../removal";
import { checkMailRules } from "./check-mail-rules";
import type { MailRule } from "./mail-rule";
import { undeliveredEvents } from "./undelivered-events";

/** Start of the forwarders' role names, by which the security account's bus knows them. */
export const FORWARDER_ROLE_PREFIX = "PlatformEventForwarder-";

export interface EventForwarderArgs {
  /** What is forwarded. */
  rules: MailRule[];
  /** ARN of the security account's bus; another region than this one is in order. */
  busArn: pulumi.Input<string>;
  /** Region of this forwarder, which keeps the names of two apart: roles are global. */
  region: string;
  /** Encrypts the queue of what could not be forwarded. */
  key: Key;
  /** Default `retain`. */
  removal?: Removal;
}

const TYPE = "platform:audit:EventForwarder";

/**
 * Sends what a person should know of from this account and region to the security account, where it is mailed. Events of
 * global services (IAM, Organizations, sign-ins of the root user) only exist in us-east-1, so that an account needs a second
 * one there. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 *
 * @example
 * new EventForwarder("activity", { rules: activityRules(names), busArn, region: "eu-west-1", key });
 */
export class EventForwarder extends PlatformComponent {
  readonly role: ServiceRole;
  /** Events that could not be forwarded. */
  readonly undelivered: Queue;
  readonly monitoring: Monitoring;

  /** @throws InputError for a rule that EventBridge would refuse */
  constructor(name: string, args: EventForwarderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "EventForwarder", name, opts);
    checkMailRules(TYPE, name, args.rules);
    inputChecks(TYPE, name).matches(
      "busArn",
      args.busArn,
      /^arn:[\w-]+:events:[a-z0-9-]+:\d{12}:event-bus\/[\w.-]+$/,
      "the ARN of an event bus",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    );
    this.role = new ServiceRole(
      `${name}-role`,
      {
        service: "events.amazonaws.com",
        description: "Forwards security events to the security account.",
        roleName: `${FORWARDER_ROLE_PREFIX}${args.region}`,
        statements: [{ sid: "ForwardEvents", actions: ["events:PutEvents"], resources: [args.busArn] }],
      },
      { parent: this },
    );
    this.undelivered = undeliveredEvents(this, args);
    for (const rule of args.rules) this.forward(rule, args.busArn);
    this.monitoring = { ...this.undelivered.monitoring, title: `Forwarding of ${name}`, component: name };
    this.registerOutputs({});
  }

  private forward(rule: MailRule, busArn: pulumi.Input<string>): void {
    const name = `${this.componentName}-${rule.name}`;
    const eventRule = new aws.cloudwatch.EventRule(
      name,
      {
        name,
        description: `Forwarded: ${rule.title.replace(/<\w+>/g, "…")}. ${rule.why}`.slice(0, 512),
        eventPattern: JSON.stringify(rule.pattern),
        state: rule.readOnlyCalls ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      },
      this.childOptions(),
    );
    new aws.cloudwatch.EventTarget(
      `${name}-bus`,
      {
        rule: eventRule.name,
        targetId: "security-account",
        arn: busArn,
        roleArn: this.role.roleArn,
        deadLetterConfig: { arn: this.undelivered.arn },
      },
      this.childOptions(),
    );
  }
}
