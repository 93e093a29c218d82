/** A metric made of the trail's events. */
export interface TrailMetric {
  /** Kebab case; names filter and alarm. */
  name: string;
  namespace: string;
  metricName: string;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  pattern: string;
}

const namespace = "Platform/Audit";

/**
 * What rules on single events cannot see: bursts, and sign-ins in regions that no rule watches. The trail's log group has the
 * events of all accounts and regions.
 */
export const trailMetrics: readonly TrailMetric[] = [
  {
    name: "unauthorized-calls",
    namespace,
    metricName: "UnauthorizedCalls",
    // Services that try what they may not are left out: Config does so all day, and it is nobody's attack.
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.userIdentity.invokedBy NOT EXISTS) && ($.sourceIPAddress != "*.amazonaws.com") }',
  },
  {
    name: "failed-sign-ins",
    namespace,
    metricName: "FailedSignIns",
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
  },
  {
    name: "root-sign-ins",
    namespace,
    metricName: "RootSignIns",
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.userIdentity.type = "Root") }',
  },
  {
    name: "sign-ins-without-mfa",
    namespace,
    metricName: "SignInsWithoutMfa",
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
];
