import type { Rule } from "../core/rule";
import * as accounts from "./accounts";
import * as alarms from "./alarms";
import * as apigateway from "./apigateway";
import * as apigatewayStages from "./apigateway-stages";
import * as cloudfront from "./cloudfront";
import * as cloudtrail from "./cloudtrail";
import * as cloudwatch from "./cloudwatch";
import * as codebuild from "./codebuild";
import * as codepipeline from "./codepipeline";
import * as cognito from "./cognito";
import * as dynamodb from "./dynamodb";
import * as ecs from "./ecs";
import * as functions from "./functions";
import * as iam from "./iam";
import * as iamPolicies from "./iam-policies";
import * as keyUse from "./key-use";
import * as kinesis from "./kinesis";
import * as kms from "./kms";
import * as lambda from "./lambda";
import * as lambdaPermissions from "./lambda-permissions";
import * as loadbalancing from "./loadbalancing";
import * as network from "./network";
import * as rds from "./rds";
import * as redshift from "./redshift";
import * as s3 from "./s3";
import * as s3Buckets from "./s3-buckets";
import * as secretsmanager from "./secretsmanager";
import * as shield from "./shield";
import * as sns from "./sns";
import * as sqs from "./sqs";
import * as ssm from "./ssm";
import * as stepfunctions from "./stepfunctions";
import * as synthetics from "./synthetics";
import * as wafv2 from "./wafv2";
import * as wafv2Bodies from "./wafv2-bodies";

/** The rules by the service they are about: the headings of `docs/policies.md`. */
export const rulesByService: Record<string, Rule[]> = {
  "Accounts and tags": rulesIn(accounts),
  "API Gateway": rulesIn(apigateway, apigatewayStages),
  CloudFront: rulesIn(cloudfront),
  CloudTrail: rulesIn(cloudtrail),
  CloudWatch: rulesIn(cloudwatch, alarms),
  CodeBuild: rulesIn(codebuild),
  CodePipeline: rulesIn(codepipeline),
  Cognito: rulesIn(cognito),
  DynamoDB: rulesIn(dynamodb),
  "EC2 and VPC": rulesIn(network),
  ECS: rulesIn(ecs),
  "Elastic Load Balancing": rulesIn(loadbalancing),
  IAM: rulesIn(iam, iamPolicies),
  "Kinesis and Data Firehose": rulesIn(kinesis),
  KMS: rulesIn(kms, keyUse),
  Lambda: rulesIn(lambda, lambdaPermissions, functions),
  RDS: rulesIn(rds),
  Redshift: rulesIn(redshift),
  S3: rulesIn(s3, s3Buckets),
  "Secrets Manager": rulesIn(secretsmanager),
  Shield: rulesIn(shield),
  SNS: rulesIn(sns),
  SQS: rulesIn(sqs),
  "Step Functions": rulesIn(stepfunctions),
  Synthetics: rulesIn(synthetics),
  "Systems Manager": rulesIn(ssm),
  WAF: rulesIn(wafv2, wafv2Bodies),
};

/** Every rule of the pack. */
export const rules: Rule[] = Object.values(rulesByService).flat();

function rulesIn(...modules: Record<string, unknown>[]): Rule[] {
  return modules.flatMap((module) => Object.values(module)).filter(isRule);
}

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "kind" in value && "check" in value;
}
