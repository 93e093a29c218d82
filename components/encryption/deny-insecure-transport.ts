import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";

/**
 * The statement of a resource policy that refuses requests without TLS, from anybody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 *
 * @param actions what is refused; `sqs:*` or `s3:*` are right here, since the statement denies
 * @param resources the resource, and what lies within it
 */
export function denyInsecureTransport(
  actions: string | string[],
  resources: pulumi.Input<string> | pulumi.Input<string>[],
): PolicyStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
