/** What a node is, which decides its shape. */
export type NodeKind =
  "entry" | "api" | "function" | "store" | "queue" | "stream" | "topic" | "workflow" | "edge" | "person";

/** A part of a diagram: one resource that data pass through or rest in. */
export interface DiagramNode {
  /** Unique within the diagram; letters, digits and `_`. */
  id: string;
  kind: NodeKind;
  /** The name that AWS knows it by, where there is one. */
  label: string;
  /** What it is, for example `Lambda function`. */
  what: string;
  /** The system it belongs to; empty for what the whole stack shares. */
  system: string;
}

/** The types that are drawn; everything else serves one of them. */
export const NODE_TYPES: Record<string, { kind: NodeKind; what: string }> = {
  "aws:apigateway/restApi:RestApi": { kind: "api", what: "REST API" },
  "aws:cloudfront/distribution:Distribution": { kind: "edge", what: "CloudFront" },
  "aws:cloudwatch/eventRule:EventRule": { kind: "entry", what: "schedule or rule" },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": { kind: "workflow", what: "CodeDeploy" },
  "aws:cognito/userPool:UserPool": { kind: "edge", what: "user pool" },
  "aws:dynamodb/table:Table": { kind: "store", what: "DynamoDB table" },
  "aws:ecs/service:Service": { kind: "function", what: "Fargate service" },
  "aws:kinesis/stream:Stream": { kind: "stream", what: "Kinesis stream" },
  "aws:lambda/function:Function": { kind: "function", what: "Lambda function" },
  "aws:lb/loadBalancer:LoadBalancer": { kind: "api", what: "load balancer" },
  "aws:rds/cluster:Cluster": { kind: "store", what: "Aurora" },
  "aws:rds/proxy:Proxy": { kind: "api", what: "RDS Proxy" },
  "aws:redshiftserverless/workgroup:Workgroup": { kind: "store", what: "Redshift Serverless" },
  "aws:s3/bucket:Bucket": { kind: "store", what: "S3 bucket" },
  "aws:sfn/stateMachine:StateMachine": { kind: "workflow", what: "state machine" },
  "aws:sns/topic:Topic": { kind: "topic", what: "SNS topic" },
  "aws:sqs/queue:Queue": { kind: "queue", what: "SQS queue" },
};
