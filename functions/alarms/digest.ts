import { PublishCommand } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import { correlated } from "../shared/correlation";
import { beforeDeadline } from "../shared/deadline";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { publishMetrics } from "../shared/metrics";
import { sns } from "../shared/sns";
import { digestMail } from "./digest-mail";
import { weekOf } from "./week";

const TopicArn = requiredVariable("TOPIC_ARN");
const environment = requiredVariable("ENVIRONMENT_NAME");
const prefix = requiredVariable("ALARM_NAME_PREFIX");
const regions = requiredVariable("ALARM_REGIONS").split(",");

/**
 * Sends the week's digest: which alarms went on and how often, which are on now, and which have had no data for long, so
 * that an alarm that can no longer fire is noticed.
 *
 * Event: anything; its time is not used. Environment: `TOPIC_ARN`, `ENVIRONMENT_NAME`, `ALARM_NAME_PREFIX`, `ALARM_REGIONS`
 * (one or more, with commas between).
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  logger.addContext(context);
  await correlated(context.awsRequestId, async () => {
    try {
      await beforeDeadline(context, async () => {
        const now = new Date();
        const weeks = await Promise.all(regions.map((region) => weekOf(region, prefix, now)));
        const mail = digestMail(environment, now, weeks.flat());
        const { MessageId } = await sns.send(new PublishCommand({ TopicArn, ...mail }));
        logger.info("digest sent", { alarms: weeks.flat().length, messageId: MessageId });
      });
    } finally {
      publishMetrics();
    }
  });
};
