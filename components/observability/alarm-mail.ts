import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { Function } from "../compute/function";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Queue } from "../messaging/queue";
import { Topic } from "../messaging/topic";
import type { Removal } from "../removal";
import { checkAddresses } from "./alarm-addresses";
import type { AlarmTopic } from "./alarm-topic";
import type { Monitoring, Severity } from "./monitoring";

const TYPE = "platform:observability:AlarmMail";
const severities: readonly Severity[] = ["critical", "warning"];

/** A topic that alarms go to, and how its mails are called. */
export interface AlarmMailSource {
  /** Ends the resources' names, for example `us-east-1`. */
  name: string;
  topic: AlarmTopic;
  severity: Severity;
}

export interface AlarmMailArgs {
  /** Encrypts the topics and the functions' environment and logs. */
  key: Key;
  /** The topics that alarms go to, in any region of the account. */
  sources: AlarmMailSource[];
  /** E-mail addresses by severity; at least one each. Each must confirm its subscription. */
  addresses: Record<Severity, string[]>;
  /** What mails call the environment, for example `prod`; starts the functions' and topics' names. */
  environmentName: string;
  /** What the names of all its alarms start with, for example `prod-`. */
  alarmNamePrefix: string;
  /** Regions that alarms are in. */
  alarmRegions: pulumi.Input<string>[];
  /** When the week's digest is sent. Default Mondays at 07:00 UTC. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
  digestSchedule?: string;
  /** Where notices end that could not be handled. */
  deadLetterQueue: Queue;
  logRetentionDays?: number;
  /** Concurrent executions kept for each of the two functions. Default none kept. */
  reservedConcurrency?: number;
  /** Default `retain`; it concerns the mails that could not be delivered. */
  removal?: Removal;
}

/**
 * From alarm to e-mail: a function makes readable mails of CloudWatch's notices, one for a problem, and sends them to the
 * people of the alarm's severity; another sends a digest every week. SNS's own alarm mails have a fixed form.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 *
 * The alarms of these functions and topics must not go through them: hand {@link parts} to alarms whose topic sends
 * mails by itself.
 *
 * @throws InputError where a severity has no address
 */
export class AlarmMail extends PlatformComponent {
  /** The topics that people subscribe to, by severity. */
  readonly mailTopics: Record<Severity, Topic>;
  readonly mail: Function;
  readonly digest: Function;
  /** Functions and topics together, as one description. */
  readonly monitoring: Monitoring;
  /** Descriptions of its functions and topics. */
  readonly parts: readonly Monitoring[];

  constructor(name: string, args: AlarmMailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "AlarmMail", name, opts);
    const check = inputChecks(TYPE, name);
    if (args.sources.length === 0) check.fail("sources", args.sources, "name the topics that alarms go to");
    for (const severity of severities) checkAddresses(TYPE, name, `addresses.${severity}`, args.addresses[severity]);

    this.mailTopics = { critical: this.mailTopic("critical", args), warning: this.mailTopic("warning", args) };
    this.mail = this.makeMail(args);
    this.digest = this.makeDigest(args);
    const topics = severities.map((severity) => this.mailTopics[severity].monitoring);
    this.parts = [this.mail.monitoring, this.digest.monitoring, ...topics];
    this.monitoring = {
      title: "Alarm mails",
      component: name,
      alarms: this.parts.flatMap(({ alarms }) => alarms),
      widgets: this.parts.flatMap(({ widgets }) => widgets),
    };
    this.registerOutputs({ mailTopics: severities.map((severity) => this.mailTopics[severity].arn) });
  }

  private mailTopic(severity: Severity, args: AlarmMailArgs): Topic {
    return new Topic(
      `${this.componentName}-${severity}`,
      {
        key: args.key,
        topicName: `${args.environmentName}-alarm-mail-${severity}`,
        displayName: `Alarms of ${args.environmentName}`,
        subscriptions: args.addresses[severity].map((endpoint) => ({ protocol: "email" as const, endpoint })),
        removal: args.removal,
      },
      { parent: this },
    );
  }

  private makeMail(args: AlarmMailArgs): Function {
    const { partition, id } = accountOf(this);
    const routes = args.sources.map(({ topic, severity }) =>
      pulumi
        .all([topic.arn, this.mailTopics[severity].arn])
        .apply(([from, mailTopic]) => [from, { severity, mailTopic }]),
    );
    const mail = new Function(
      `${this.componentName}-mail`,
      {
        ...this.common(args),
        entry: "functions/alarms/mail.ts",
        functionName: `${args.environmentName}-alarm-mail`,
        description: "Makes e-mails of what CloudWatch says of alarms.",
        environment: {
          ALARM_ROUTES: pulumi.jsonStringify(
            pulumi.all(routes).apply((entries) => Object.fromEntries(entries) as object),
          ),
        },
        timeoutSeconds: 30,
      },
      { parent: this },
    );
    for (const severity of severities) this.mailTopics[severity].grantPublish(mail);
    mail.grant("read-alarms", [
      {
        sid: "ReadAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        resources: args.alarmRegions.map(
          (region) => pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${id}:alarm:${args.alarmNamePrefix}*`,
        ),
      },
    ]);
    for (const source of args.sources) {
      const permission = mail.allowInvoke(`topic-${source.name}`, {
        service: "sns.amazonaws.com",
        sourceArn: source.topic.arn,
      });
      source.topic.topic.subscribe(
        "mail",
        { protocol: "lambda", endpoint: mail.aliasArn },
        { dependsOn: [permission] },
      );
    }
    return mail;
  }

  private makeDigest(args: AlarmMailArgs): Function {
    const { partition, id } = accountOf(this);
    const digest = new Function(
      `${this.componentName}-digest`,
      {
        ...this.common(args),
        entry: "functions/alarms/digest.ts",
        functionName: `${args.environmentName}-alarm-digest`,
        description: "Sends the weekly digest of the environment's alarms.",
        environment: {
          TOPIC_ARN: this.mailTopics.warning.arn,
          ENVIRONMENT_NAME: args.environmentName,
          ALARM_NAME_PREFIX: args.alarmNamePrefix,
          ALARM_REGIONS: pulumi.all(args.alarmRegions).apply((regions) => regions.join(",")),
        },
        timeoutSeconds: 60,
      },
      { parent: this },
    );
    this.mailTopics.warning.grantPublish(digest);
    digest.grant("read-alarms", [
      {
        sid: "ReadAlarms",
        actions: ["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"],
        // Asked by prefix and by time, both go over every alarm of the region.
        resources: args.alarmRegions.map(
          (region) => pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${id}:alarm:*`,
        ),
      },
    ]);
    const rule = new aws.cloudwatch.EventRule(
      `${this.componentName}-weekly`,
      {
        name: `${args.environmentName}-alarm-digest`,
        description: "Sends the weekly digest of the environment's alarms.",
        scheduleExpression: args.digestSchedule ?? "cron(0 7 ? * MON *)",
      },
      this.childOptions(),
    );
    const permission = digest.allowInvoke("weekly", { service: "events.amazonaws.com", sourceArn: rule.arn });
    new aws.cloudwatch.EventTarget(
      `${this.componentName}-weekly-target`,
      { rule: rule.name, arn: digest.aliasArn, deadLetterConfig: { arn: args.deadLetterQueue.arn } },
      this.childOptions({ dependsOn: [permission] }),
    );
    return digest;
  }

  private common(args: AlarmMailArgs) {
    const { key, logRetentionDays, reservedConcurrency, deadLetterQueue } = args;
    return { key, logRetentionDays, reservedConcurrency, deadLetterQueue };
  }
}
