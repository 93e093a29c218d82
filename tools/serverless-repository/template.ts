import type { RecordedResource } from "../plan/recorded-resource";
import { logicalId, withFunctions } from "./references";
import {
  integration,
  methodPlace,
  methodSettings,
  partOfAnother,
  translated,
  type CodeLocation,
  type TemplateResource,
} from "./translations";

/** A template of SAM, as the repository takes it. */
export interface Template {
  AWSTemplateFormatVersion: "2010-09-09";
  Transform: "AWS::Serverless-2016-10-31";
  Description: string;
  Metadata: { "AWS::ServerlessRepo::Application": Record<string, unknown> };
  Resources: Record<string, TemplateResource>;
  Outputs: Record<string, { Description: string; Value: unknown }>;
}

/**
 * The template of a recorded program.
 *
 * @param metadata what the repository shows of the application
 * @throws Error naming a type or input that the template has no place for
 */
export function template(
  resources: RecordedResource[],
  code: CodeLocation,
  metadata: Record<string, unknown>,
): Template {
  const made = resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
  const ofType = (type: string) => made.filter((each) => each.type === type);
  const Resources: Record<string, TemplateResource> = {};
  for (const { type, name, inputs } of [...made].sort((a, b) => a.name.localeCompare(b.name))) {
    if (partOfAnother.has(type)) continue;
    const resource = translated(type, name, inputs, code);
    if (type === "aws:apigateway/method:Method") addIntegration(resource, inputs);
    Resources[logicalId(name)] = resource;
  }
  for (const { inputs } of ofType("aws:lambda/alias:Alias"))
    Resources[referenced(inputs["functionName"])]!.Properties["AutoPublishAlias"] = inputs["name"];
  for (const { inputs } of ofType("aws:lambda/permission:Permission")) {
    const permission = Object.values(Resources).find(
      ({ Properties }) => Properties["SourceArn"] === inputs["sourceArn"],
    )!;
    permission.Properties["FunctionName"] = `<<${referenced(inputs["function"])}Alias${inputs["qualifier"]}>>`;
  }
  const methods = ofType("aws:apigateway/method:Method").map(({ name }) => logicalId(name));
  for (const { name } of ofType("aws:apigateway/deployment:Deployment"))
    Resources[logicalId(name)]!.DependsOn = methods;
  for (const { inputs } of ofType("aws:apigateway/methodSettings:MethodSettings"))
    (Resources[referenced(inputs["stageName"])]!.Properties["MethodSettings"] ??= [] as unknown[]).push(
      methodSettings(inputs),
    );
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Description: metadata["Description"] as string,
    Metadata: { "AWS::ServerlessRepo::Application": metadata },
    Resources: withFunctions(Resources) as Template["Resources"],
    Outputs: withFunctions(outputs()) as Template["Outputs"],
  };

  function addIntegration(method: TemplateResource, inputs: Record<string, unknown>): void {
    const found = ofType("aws:apigateway/integration:Integration").find(
      (each) => methodPlace(each.inputs) === methodPlace(inputs),
    );
    if (!found) throw new Error(`The method ${methodPlace(inputs)} has no integration`);
    method.Properties["Integration"] = integration(found.inputs);
  }

  function outputs(): Template["Outputs"] {
    const stage = logicalId(ofType("aws:apigateway/stage:Stage")[0]!.name);
    const api = logicalId(ofType("aws:apigateway/restApi:RestApi")[0]!.name);
    return {
      Url: {
        Description: "Base of the API's URLs",
        Value: `https://<<${api}>>.execute-api.<<AWS::Region>>.<<AWS::URLSuffix>>/<<${stage}>>`,
      },
      ...Object.fromEntries(
        ofType("aws:apigateway/apiKey:ApiKey").map(({ name }) => [
          `${logicalId(name)}Id`,
          { Description: "Id of a client's key; its value is in API Gateway", Value: `<<${logicalId(name)}>>` },
        ]),
      ),
    };
  }
}

/** The resource that a reference is about. */
function referenced(value: unknown): string {
  const id = /^<<([A-Za-z0-9]+)>>$/.exec(String(value))?.[1];
  if (!id) throw new Error(`${String(value)} is no resource of the template`);
  return id;
}
