import { reference } from "./references";
import type { TemplateResource } from "./translations";

/** A parameter of a template. */
export interface TemplateParameter {
  Type: "String";
  Description: string;
  AllowedValues: string[];
  Default: string;
}

const PARAMETER = "MakeLogRole";
const CONDITION = "MakesLogRole";
const ROLE = "ApiGatewayLogRole";
const ACCOUNT = "ApiGatewayLogAccount";

/**
 * The parts of a template by which it makes the role with which API Gateway writes logs. An account and region has one, for all
 * its APIs, and without it no stage with logs can be made. In an account of the platform the baseline has made it; elsewhere it
 * may be missing, so the template makes it on demand, and only then, since it would take the place of another.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html
 */
export const logRole: {
  Parameters: Record<string, TemplateParameter>;
  Conditions: Record<string, unknown>;
  Resources: Record<string, TemplateResource>;
} = {
  Parameters: {
    [PARAMETER]: {
      Type: "String",
      Description:
        "Whether to make the role with which API Gateway writes logs, and set it for all APIs of this account and region. " +
        "Use true only where none is set: it would take the place of another. It stays when the application is removed.",
      AllowedValues: ["true", "false"],
      Default: "false",
    },
  },
  Conditions: { [CONDITION]: { "Fn::Equals": [reference(PARAMETER), "true"] } },
  Resources: {
    [ROLE]: kept({
      Type: "AWS::IAM::Role",
      Properties: {
        Description: "Writes the logs of API Gateway's stages.",
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          // API Gateway tries the role when it is set, with no account in the request.
          Statement: [
            { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        },
        // API Gateway refuses a role that lacks any of this policy's actions.
        ManagedPolicyArns: [
          `arn:${reference("AWS::Partition")}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
        ],
      },
    }),
    [ACCOUNT]: kept({
      Type: "AWS::ApiGateway::Account",
      Properties: { CloudWatchRoleArn: reference(`${ROLE}.Arn`) },
    }),
  },
};

/**
 * Makes a stage wait for the role where the template makes it. `DependsOn` cannot say that: it takes no condition, and what
 * depends on a resource that is not made is not made either. A reference in a property can, so the stage gets a tag.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-condition.html
 */
export function waitForLogRole(stage: TemplateResource): void {
  (stage.Properties["Tags"] ??= [] as unknown[]).push({
    Key: "log-role",
    Value: { "Fn::If": [CONDITION, reference(ACCOUNT), "of the account"] },
  });
}

/** Made on demand. It outlives the stack, since the other APIs of the account and region may log by it. */
function kept(resource: TemplateResource): TemplateResource {
  return { ...resource, Condition: CONDITION, DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" };
}
