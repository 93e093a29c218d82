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
  /** The administrator's detector in this region, as `AccountDetection` made it before the account was designated. */
  detectorId: pulumi.Input<string>;
  /** Features that are on in every account. Default all; each is billed by what it looks at. */
  features?: ThreatFeature[];
}

const TYPE = "platform:audit:ThreatDetection";
const PAGE = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html";

/**
 * GuardDuty for the whole organisation, in one region: a detector in every account, present and future, with the same
 * features. Made by GuardDuty's delegated administrator, which the management stack names; the administrator's own detector,
 * which no setting for the organisation reaches, gets the same.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 *
 * @example
 * new ThreatDetection("threats", { detectorId });
 */
export class ThreatDetection extends PlatformComponent {
  readonly monitoring: Monitoring;

  /** @throws InputError for a feature that GuardDuty has not */
  constructor(name: string, args: ThreatDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "ThreatDetection", name, opts);
    const { detectorId } = args;
    const features = args.features ?? [...threatFeatures];
    const check = inputChecks(TYPE, name);
    features.forEach((feature, index) => check.oneOf(`features[${index}]`, feature, threatFeatures, PAGE));

    const organization = new aws.guardduty.OrganizationConfiguration(
      `${name}-organization`,
      { detectorId, autoEnableOrganizationMembers: "ALL" },
      this.childOptions(),
    );
    for (const feature of threatFeatures) {
      const featureName = `${name}-${feature.toLowerCase().replace(/_/g, "-")}`;
      const on = features.includes(feature);
      const hasAgents = feature === "RUNTIME_MONITORING";
      new aws.guardduty.OrganizationConfigurationFeature(
        featureName,
        {
          detectorId,
          name: feature,
          autoEnable: on ? "ALL" : "NONE",
          ...(hasAgents && {
            additionalConfigurations: agents(on).map((agent) => ({
              name: agent.name,
              autoEnable: agent.on ? "ALL" : "NONE",
            })),
          }),
        },
        // GuardDuty takes one change of the organisation's configuration at a time.
        this.childOptions({ dependsOn: [organization] }),
      );
      new aws.guardduty.DetectorFeature(
        `${featureName}-here`,
        {
          detectorId,
          name: feature,
          status: status(on),
          ...(hasAgents && {
            additionalConfigurations: agents(on).map((agent) => ({ name: agent.name, status: status(agent.on) })),
          }),
        },
        this.childOptions(),
      );
    }
    this.monitoring = { title: "Threat detection", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ detectorId });
  }
}

/** GuardDuty looks after its agents itself, except on instances, which the platform has none of. */
function agents(on: boolean): { name: string; on: boolean }[] {
  return [
    { name: "EKS_ADDON_MANAGEMENT", on: false },
    { name: "ECS_FARGATE_AGENT_MANAGEMENT", on },
    { name: "EC2_AGENT_MANAGEMENT", on: false },
  ];
}

const status = (on: boolean) => (on ? "ENABLED" : "DISABLED");
