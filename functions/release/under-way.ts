import type { DeploymentStatus } from "@aws-sdk/client-codedeploy";

/**
 * Statuses of a deployment that has not ended, its hooks included.
 * {@link https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html}
 */
export const UNDER_WAY: DeploymentStatus[] = ["Created", "Queued", "InProgress", "Baking", "Ready"];
