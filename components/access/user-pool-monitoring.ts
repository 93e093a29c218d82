import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDescription, Metric, Monitoring } from "../observability/monitoring";

const FIVE_MINUTES = 300;
const METRICS = "https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html";

/** The alarms and graphs of a user pool. Cognito counts per pool and client only. */
export function userPoolMonitoring(
  component: string,
  poolId: pulumi.Output<string>,
  clients: { name: string; clientId: pulumi.Output<string> }[],
): Monitoring {
  const metric = (name: string, clientId: pulumi.Output<string>, label: string): Metric => ({
    namespace: "AWS/Cognito",
    name,
    dimensions: { UserPool: poolId, UserPoolClient: clientId },
    statistic: "Sum",
    periodSeconds: FIVE_MINUTES,
    label,
  });
  const throttles = ({ name, clientId }: (typeof clients)[number]): AlarmDescription => ({
    name: `${name}-throttles`,
    severity: "critical",
    metric: metric("SignInThrottles", clientId, "SignInThrottles"),
    comparison: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: "notBreaching",
    description: `Sign-ins through the client ${name} are refused because the pool's quota is used up.`,
    reason: `A handful in five minutes is more than one impatient person; the quota can be raised. ${METRICS}`,
  });
  const graph = (title: string, names: string[]) => ({
    kind: "graph" as const,
    title,
    metrics: clients.flatMap(({ name, clientId }) => names.map((each) => metric(each, clientId, `${each} ${name}`))),
  });
  return {
    title: `User pool ${component}`,
    component,
    alarms: clients.map(throttles),
    widgets: [
      graph("Sign-ins", ["SignInSuccesses", "SignInThrottles"]),
      graph("Sign-ups and refreshes", ["SignUpSuccesses", "TokenRefreshSuccesses"]),
    ],
  };
}
