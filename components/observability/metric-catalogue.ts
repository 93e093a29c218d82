import { apiGateway } from "./catalogue/api-gateway";
import { applicationLoadBalancer } from "./catalogue/application-load-balancer";
import { certificateManager } from "./catalogue/certificate-manager";
import { cloudFront } from "./catalogue/cloudfront";
import { codeBuild } from "./catalogue/codebuild";
import { codePipeline } from "./catalogue/codepipeline";
import { cognito } from "./catalogue/cognito";
import { dax } from "./catalogue/dax";
import { dynamoDb } from "./catalogue/dynamodb";
import { ecs } from "./catalogue/ecs";
import type { CatalogueEntry } from "./catalogue/entry";
import { eventBridge } from "./catalogue/eventbridge";
import { kinesis } from "./catalogue/kinesis";
import { lambda } from "./catalogue/lambda";
import { logs } from "./catalogue/logs";
import { natGateway } from "./catalogue/nat-gateway";
import { quickSight } from "./catalogue/quicksight";
import { rds } from "./catalogue/rds";
import { redshiftServerless } from "./catalogue/redshift-serverless";
import { route53 } from "./catalogue/route53";
import { s3 } from "./catalogue/s3";
import { sns } from "./catalogue/sns";
import { sqs } from "./catalogue/sqs";
import { stepFunctions } from "./catalogue/step-functions";
import { synthetics } from "./catalogue/synthetics";
import { usage } from "./catalogue/usage";
import { waf } from "./catalogue/waf";

/**
 * The CloudWatch metrics that AWS publishes for the services of the platform, by namespace: each with the sets of dimensions it
 * really comes with, its unit and its statistics. An alarm on any other never gets a datapoint and never fires, and CloudWatch
 * does not complain. Custom namespaces are not listed: whoever emits them defines them.
 */
export const metricCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "AWS/ApiGateway": apiGateway,
  "AWS/ApplicationELB": applicationLoadBalancer,
  "AWS/CertificateManager": certificateManager,
  "AWS/CloudFront": cloudFront,
  "AWS/CodeBuild": codeBuild,
  "AWS/CodePipeline": codePipeline,
  "AWS/Cognito": cognito,
  "AWS/DAX": dax,
  "AWS/DynamoDB": dynamoDb,
  "AWS/ECS": ecs,
  "AWS/Events": eventBridge,
  "AWS/Kinesis": kinesis,
  "AWS/Lambda": lambda,
  "AWS/Logs": logs,
  "AWS/NATGateway": natGateway,
  "AWS/QuickSight": quickSight,
  "AWS/RDS": rds,
  "AWS/Redshift-Serverless": redshiftServerless,
  "AWS/Route53": route53,
  "AWS/S3": s3,
  "AWS/SNS": sns,
  "AWS/SQS": sqs,
  "AWS/States": stepFunctions,
  "AWS/Usage": usage,
  "AWS/WAFV2": waf,
  CloudWatchSynthetics: synthetics,
};
