import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { asciiSubject } from "../shared/ascii-subject";
import type { AlarmMessage } from "./alarm-message";
import { alarmText } from "./alarm-text";
import { brokenPart } from "./broken-part";
import { utcTime } from "./utc-time";

/** A mail as SNS takes it. */
export interface Mail {
  Subject: string;
  Message: string;
}

/** What a mail about an alarm is made of. */
export interface AlarmMailParts {
  message: AlarmMessage;
  /** The alarms under a composite alarm that are on now. Empty for a metric alarm, and where they cannot be read. */
  broken: readonly MetricAlarm[];
  /** `critical` or `warning`. */
  severity: string;
}

/**
 * The mail about an alarm that went on or off: what broke, since when, and the links to dashboard and runbook. One mail
 * for a problem, however many of a system's alarms are on.
 */
export function alarmMail({ message, broken, severity }: AlarmMailParts): Mail {
  const { about, dashboard, runbook } = alarmText(message.AlarmDescription ?? message.AlarmName);
  const region = message.AlarmArn.split(":")[3] ?? "";
  const place = `Account ${message.AWSAccountId}, region ${region}. Alarm ${message.AlarmName}.`;
  const links = [...(dashboard ? [`Dashboard: ${dashboard}`] : []), ...(runbook ? [`Runbook: ${runbook}`] : []), place];
  if (message.NewStateValue === "OK") {
    return {
      Subject: asciiSubject(`OK: ${message.AlarmName}`),
      Message: [
        `All is well again since ${utcTime(message.StateChangeTime)}.`,
        "",
        `It was: ${about}`,
        "",
        ...links,
      ].join("\n"),
    };
  }
  const parts = broken.length > 0 ? broken.map(brokenPart) : [`- ${message.NewStateReason}`];
  const count = broken.length > 1 ? ` (${broken.length} alarms)` : "";
  return {
    Subject: asciiSubject(`${severity.toUpperCase()}: ${message.AlarmName}${count}`),
    Message: [
      about,
      `Since ${utcTime(message.StateChangeTime)}.`,
      "",
      "What broke:",
      ...parts,
      "",
      ...links,
      "",
      "This problem sends one mail, and another when all is well again.",
    ].join("\n"),
  };
}
