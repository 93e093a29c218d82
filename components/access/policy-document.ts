import * as pulumi from "@pulumi/pulumi";

/** A statement of a resource or trust policy, in AWS's own spelling. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<"*" | Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
  Action: pulumi.Input<string> | pulumi.Input<string>[];
  Resource?: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[] | pulumi.Input<string[]>>>;
}

/**
 * A policy document as JSON text. Built with `pulumi.jsonStringify` rather than the provider's data source, so that
 * unit tests and the policy pack see it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function policyDocument(statements: PolicyStatement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** The trust policy of a role that one AWS service assumes, bound to the account where `sourceAccount` is given. */
export function serviceTrust(
  service: pulumi.Input<string>,
  sourceAccount?: pulumi.Input<string>,
): pulumi.Output<string> {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      ...(sourceAccount ? { Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } } } : {}),
    },
  ]);
}
