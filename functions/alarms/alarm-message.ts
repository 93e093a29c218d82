import * as z from "zod/mini";

const state = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);

/**
 * What CloudWatch publishes when an alarm changes its state. A composite alarm has a rule, a metric alarm a trigger.
 * {@link https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html}
 */
export const alarmMessageSchema = z.object({
  AlarmName: z.string(),
  AlarmArn: z.string(),
  AlarmDescription: z.nullish(z.string()),
  AWSAccountId: z.string(),
  NewStateValue: state,
  OldStateValue: state,
  NewStateReason: z.string(),
  StateChangeTime: z.string(),
  AlarmRule: z.nullish(z.string()),
});

/** A message of CloudWatch about an alarm. */
export type AlarmMessage = z.infer<typeof alarmMessageSchema>;

/**
 * The message about an alarm that a text is.
 *
 * @returns `undefined` for a text of another kind, such as a budget's notice
 */
export function alarmMessageOf(text: string): AlarmMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = alarmMessageSchema.safeParse(value);
  return result.success ? result.data : undefined;
}
