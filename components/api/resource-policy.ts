import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyStatement } from "../access/policy-document";
import type { ApiDefinition } from "./api-definition";

/**
 * Says who may call the API, beside its authorizers. A statement without `Resource` is about every stage, method and path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
 */
export function createResourcePolicy(
  name: string,
  api: aws.apigateway.RestApi,
  statements: PolicyStatement[],
  definition: ApiDefinition,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.RestApiPolicy {
  const everything = pulumi.interpolate`${api.executionArn}/*`;
  const policy = policyDocument(statements.map((statement) => ({ Resource: everything, ...statement })));
  return definition.add(
    "policy",
    `${name}-policy`,
    { restApiId: api.id, policy },
    (child, inputs) => new aws.apigateway.RestApiPolicy(child, inputs, opts),
  );
}
