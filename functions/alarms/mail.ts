import { PublishCommand } from "@aws-sdk/client-sns";
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Context, SNSEvent, SNSEventRecord } from "aws-lambda";
import * as z from "zod/mini";
import { asciiSubject } from "../shared/ascii-subject";
import { batchId, correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { jsonVariable } from "../shared/json-variable";
import { logger } from "../shared/logger";
import { count, publishMetrics } from "../shared/metrics";
import { sns } from "../shared/sns";
import { alarmMail, type Mail } from "./alarm-mail";
import { alarmMessageOf, type AlarmMessage } from "./alarm-message";
import { alarmText } from "./alarm-text";
import { alarmsThatAreOn } from "./alarms-that-are-on";

/** By the ARN of the topic that alarms go to: what its mails are called, and the topic that people read. */
const routes = jsonVariable(
  "ALARM_ROUTES",
  z.record(z.string(), z.object({ severity: z.string(), mailTopic: z.string() })),
);

/**
 * Makes mails of what CloudWatch says of alarms, since SNS's own have a form that nobody wants to read at night.
 *
 * Event: messages of the topics that alarms go to. Environment: `ALARM_ROUTES`. An alarm that a composite alarm tells of, and an
 * OK that follows no alarm, send no mail. What is no message of CloudWatch is sent on as it is. A message that
 * fails is tried again by Lambda and ends in the dead-letter queue; the function's own alarms take another way.
 */
export const handler = async (event: SNSEvent, context: Context): Promise<void> => {
  logger.addContext(context);
  const ids = event.Records.map(({ Sns }) => Sns.MessageId);
  await correlated(batchId(ids, context.awsRequestId), () => tellAll(event, context));
};

async function tellAll(event: SNSEvent, context: Context): Promise<void> {
  try {
    await beforeDeadline(context, async () => {
      // The notice's id, which the topic's own records of its delivery have too.
      for (const record of event.Records) await correlated(record.Sns.MessageId, () => tell(record));
    });
  } finally {
    publishMetrics();
  }
}

async function tell({ Sns: notice }: SNSEventRecord): Promise<void> {
  const route = routes[notice.TopicArn];
  if (!route) throw new Error(`ALARM_ROUTES does not name the topic ${notice.TopicArn}`);
  const mail = await mailOf(notice.Message, notice.Subject, route.severity);
  if (!mail) return;
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn: route.mailTopic, ...mail }));
  count("AlarmMails");
  logger.info("told", { subject: mail.Subject, messageId: MessageId });
}

async function mailOf(text: string, subject: string | null | undefined, severity: string): Promise<Mail | undefined> {
  const message = alarmMessageOf(text);
  if (!message) return { Subject: asciiSubject(subject || "Notice of AWS"), Message: text };
  const why = silence(message);
  if (why) {
    logger.info("not told", { alarm: message.AlarmName, state: message.NewStateValue, why });
    return undefined;
  }
  return alarmMail({ message, broken: await parts(message), severity });
}

/** Why an alarm sends no mail; `undefined` where it does. */
function silence({ AlarmDescription, NewStateValue, OldStateValue }: AlarmMessage): string | undefined {
  if (alarmText(AlarmDescription ?? "").toldBy) return "another alarm tells of it";
  if (NewStateValue === "INSUFFICIENT_DATA") return "it has no data";
  // Every new alarm goes from no data to OK once.
  if (NewStateValue === "OK" && OldStateValue !== "ALARM") return "nothing was wrong before";
  return undefined;
}

/** The mail matters more than its details: where these cannot be read, it goes without. */
async function parts(message: AlarmMessage): Promise<MetricAlarm[]> {
  if (!message.AlarmRule || message.NewStateValue !== "ALARM") return [];
  try {
    return await alarmsThatAreOn(message);
  } catch (error) {
    logger.error("the alarms cannot be read", { alarm: message.AlarmName, error: error as Error });
    return [];
  }
}
