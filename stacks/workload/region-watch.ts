import type * as pulumi from "@pulumi/pulumi";
import type { ServiceAccess } from "../../components/messaging/service-access";
import { Key } from "../../components/encryption/key";
import { AlarmTopic } from "../../components/observability/alarm-topic";
import { Alarms } from "../../components/observability/alarms";
import { Dashboard } from "../../components/observability/dashboard";
import type { Monitoring } from "../../components/observability/monitoring";
import type { StackEnvironment } from "../config/environment";
import { RUNBOOKS } from "./runbooks";

/** What the parts of a security or baseline stack in one region share. */
export interface RegionWatch {
  key: Key;
  topics: { critical: AlarmTopic; warning: AlarmTopic };
  /** Makes the alarms, and a dashboard of them. To be called once, after all parts are made. */
  watch(monitoring: Monitoring[]): pulumi.Output<string>;
}

/**
 * Makes the key and the alarm topics of one region: an alarm can only notify a topic of its own region, and a topic needs a key
 * of its own.
 *
 * @param name starts the resources' names, unique in the stack
 * @param publishers services beside CloudWatch's alarms that publish to the topics
 */
export function regionWatch(
  name: string,
  environment: StackEnvironment,
  options: pulumi.ComponentResourceOptions,
  publishers: ServiceAccess[] = [],
): RegionWatch {
  const { name: stack, removal, alarmAddresses } = environment;
  const key = new Key(
    `${name}-key`,
    { description: `Data of ${name} in ${stack}`, alias: `${stack}-${name}`, removal },
    options,
  );
  const topic = (severity: "critical" | "warning") =>
    new AlarmTopic(
      `${name}-${severity}`,
      { key, topicName: `${stack}-${name}-${severity}`, addresses: alarmAddresses[severity], publishers, removal },
      options,
    );
  const topics = { critical: topic("critical"), warning: topic("warning") };
  return {
    key,
    topics,
    watch(monitoring) {
      const physicalName = `${stack}-${name}`;
      const all = [...monitoring, topics.critical.monitoring, topics.warning.monitoring];
      const alarms = new Alarms(
        `${name}-alarms`,
        {
          monitoring: all,
          topics: { critical: topics.critical.arn, warning: topics.warning.arn },
          system: physicalName,
          namePrefix: physicalName,
          runbookBase: RUNBOOKS,
          // These topics send SNS's own mails.
          mailPerSystem: false,
        },
        options,
      );
      const dashboard = new Dashboard(
        `${name}-dashboard`,
        { dashboardName: physicalName, title: `${name} in ${stack}`, monitoring: all, alarmArns: alarms.arns },
        options,
      );
      return dashboard.url;
    },
  };
}
