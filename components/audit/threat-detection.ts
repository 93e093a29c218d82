import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";

/** What GuardDuty looks at beside the trail, flow logs and name queries. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html */
export type ThreatFeature =
  | "S3_DATA_EVENTS"
  | "EKS_AUDIT_LOGS"
  | "EBS_MALWARE_PROTECTION"
  | "RDS_LOGIN_EVENTS"
  | "LAMBDA_NETWORK_LOGS"
  | "RUNTIME_MONITORING";

/** Every {@link ThreatFeature}. */
export const threatFeatures: readonly ThreatFeature[] = [
  "S3_DATA_EVENTS",
  "EKS_AUDIT_LOGS",
  "EBS_MALWARE_PROTECTION",
  "RDS_LOGIN_EVENTS",
  "LAMBDA_NETWORK_LOGS",
  "RUNTIME_MONITORING",
];

export interface ThreatDetectionArgs {
  /** Features that are on in every account. Default all; each is billed by what it looks at. */
  features?: ThreatFeature[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const TYPE = "platform:audit:ThreatDetection";
const PAGE = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html";

/**
 * GuardDuty for the whole organisation, in one region: a detector in every account, present and future, with the same
 * features. Made by GuardDuty's delegated administrator; the management stack names it.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 *
 * @example
 * new ThreatDetection("threats", {});
 */
export class ThreatDetection extends PlatformComponent {
  readonly detector: aws.guardduty.Detector;
  readonly monitoring: Monitoring;

  /** @throws InputError for a feature that GuardDuty has not */
  constructor(name: string, args: ThreatDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "ThreatDetection", name, opts);
    const features = args.features ?? [...threatFeatures];
    const check = inputChecks(TYPE, name);
    features.forEach((feature, index) => check.oneOf(`features[${index}]`, feature, threatFeatures, PAGE));

    this.detector = new aws.guardduty.Detector(
      `${name}-detector`,
      // The default is six hours, which is long for somebody who is inside.
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", tags: args.tags },
      this.childOptions(),
    );
    const organization = new aws.guardduty.OrganizationConfiguration(
      `${name}-organization`,
      { detectorId: this.detector.id, autoEnableOrganizationMembers: "ALL" },
      this.childOptions(),
    );
    for (const feature of threatFeatures)
      new aws.guardduty.OrganizationConfigurationFeature(
        `${name}-${feature.toLowerCase().replace(/_/g, "-")}`,
        {
          detectorId: this.detector.id,
          name: feature,
          autoEnable: features.includes(feature) ? "ALL" : "NONE",
          ...(feature === "RUNTIME_MONITORING" && {
            additionalConfigurations: agents(features.includes(feature)),
          }),
        },
        // GuardDuty takes one change of the organisation's configuration at a time.
        this.childOptions({ dependsOn: [organization] }),
      );
    this.monitoring = { title: "Threat detection", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ detectorId: this.detector.id });
  }
}

/** GuardDuty looks after its agents itself, except on instances, which the platform has none of. */
function agents(on: boolean): { name: string; autoEnable: string }[] {
  return [
    { name: "EKS_ADDON_MANAGEMENT", autoEnable: "NONE" },
    { name: "ECS_FARGATE_AGENT_MANAGEMENT", autoEnable: on ? "ALL" : "NONE" },
    { name: "EC2_AGENT_MANAGEMENT", autoEnable: "NONE" },
  ];
}
