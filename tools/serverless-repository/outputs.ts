import { logicalId, reference } from "./references";

const account = reference("AWS::AccountId");
const region = reference("AWS::Region");
const partition = reference("AWS::Partition");

/**
 * What a resource of the recorded program tells the others: references that become CloudFormation's own.
 *
 * @returns `undefined` for components and types without such outputs
 */
export function referenceOutputs(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const id = logicalId(name);
  const ref = reference(id);
  const arn = reference(`${id}.Arn`);
  switch (type) {
    case "aws:kms/key:Key":
      return { id: ref, keyId: ref, arn };
    case "aws:iam/role:Role":
      return { id: ref, name: ref, arn };
    case "aws:cloudwatch/logGroup:LogGroup":
      // The attribute Arn ends with `:*`, which the program adds itself where it is wanted.
      return { id: ref, name: ref, arn: `arn:${partition}:logs:${region}:${account}:log-group:${ref}` };
    case "aws:lambda/function:Function":
      return { id: ref, name: ref, arn, version: reference(`${id}.Version`) };
    case "aws:lambda/alias:Alias": {
      const alias = reference(aliasId(id, inputs["name"] as string));
      const path = "lambda:path/2015-03-31/functions";
      return {
        id: alias,
        arn: alias,
        invokeArn: `arn:${partition}:apigateway:${region}:${path}/${alias}/invocations`,
      };
    }
    case "aws:apigateway/restApi:RestApi":
      return {
        id: ref,
        rootResourceId: reference(`${id}.RootResourceId`),
        executionArn: `arn:${partition}:execute-api:${region}:${account}:${ref}`,
      };
    case "aws:apigateway/stage:Stage":
      return { id: ref, stageName: ref };
    case "aws:apigateway/resource:Resource":
    case "aws:apigateway/deployment:Deployment":
    case "aws:apigateway/requestValidator:RequestValidator":
    case "aws:apigateway/usagePlan:UsagePlan":
    case "aws:apigateway/apiKey:ApiKey":
      return { id: ref };
    default:
      return undefined;
  }
}

/**
 * The alias that SAM makes of a function: its name in the template.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 *
 * @param alias the alias resource's name in the template, which differs from the function's by its suffix
 */
export function aliasId(alias: string, name: string): string {
  return `${alias.replace(/Alias$/, "Function")}Alias${name}`;
}
