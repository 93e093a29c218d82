import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { policyDocument, type PolicyStatement } from "../access/policy-document";

/**
 * What may go through an endpoint: calls by this account only, so that nothing in the network can carry data off with
 * somebody else's credentials; to S3 and DynamoDB also only on this account's buckets and tables.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 *
 * @param service as PrivateLink names it, for example `s3` or `ecr.api`
 */
export function endpointPolicy(service: string, account: Account): pulumi.Output<string> {
  const isGateway = service === "s3" || service === "dynamodb";
  const statements: PolicyStatement[] = [
    {
      Sid: "OwnAccount",
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:PrincipalAccount": account.id,
          ...(isGateway && { "aws:ResourceAccount": account.id }),
        },
      },
    },
  ];
  // Layers of images lie in a bucket of AWS's own. https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
  if (service === "s3")
    statements.push({
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`arn:${account.partition}:s3:::prod-${account.region}-starport-layer-bucket/*`,
    });
  return policyDocument(statements);
}
