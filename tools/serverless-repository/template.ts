import type { RecordedResource } from "../plan/recorded-resource";
import { logRole, waitForLogRole, type TemplateParameter } from "./log-role";
import { aliasId } from "./outputs";
import { logicalId, withFunctions } from "./references";
import { renewed } from "./renewed";
import {
  integration,
  methodPlace,
  methodSettings,
  partOfAnother,
  translated,
  type CodeLocation,
  type TemplateResource,
} from "./translations";
import { versionHash } from "./version-hash";
import { waitsFor } from "./waits-for";

/** A template of SAM, as the repository takes it. */
export interface Template {
  AWSTemplateFormatVersion: "2010-09-09";
  Transform: "AWS::Serverless-2016-10-31";
  Description: string;
  Metadata: { "AWS::ServerlessRepo::Application": Record<string, unknown> };
  Parameters: Record<string, TemplateParameter>;
  Conditions: Record<string, unknown>;
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
  for (const { type, name, inputs } of [...made].sort((a, b) => a.name.localeCompare(b.name)))
    if (!partOfAnother.has(type)) Resources[logicalId(name)] = translated(type, name, inputs, code);
  for (const { inputs } of ofType("aws:apigateway/integration:Integration"))
    Resources[methodOf(inputs)]!.Properties["Integration"] = integration(inputs);
  for (const { inputs } of ofType("aws:apigateway/method:Method"))
    if (!Resources[methodOf(inputs)]!.Properties["Integration"])
      throw new Error(`The method ${methodPlace(inputs)} has no integration`);
  for (const { inputs } of ofType("aws:lambda/permission:Permission")) {
    const permission = Object.values(Resources).find(
      ({ Properties }) => Properties["SourceArn"] === inputs["sourceArn"],
    )!;
    permission.Properties["FunctionName"] = `<<${referenced(inputs["function"])}Alias${inputs["qualifier"]}>>`;
  }
  for (const { inputs } of ofType("aws:apigateway/methodSettings:MethodSettings"))
    (Resources[referenced(inputs["stageName"])]!.Properties["MethodSettings"] ??= [] as unknown[]).push(
      methodSettings(inputs),
    );
  for (const { inputs } of ofType("aws:lambda/alias:Alias")) publishVersions(inputs);
  for (const [id, resource] of Object.entries(Resources)) {
    const DependsOn = waitsFor(id, resource.Properties, needs(id));
    if (DependsOn) resource.DependsOn = DependsOn;
  }
  for (const { name } of ofType("aws:apigateway/stage:Stage")) waitForLogRole(Resources[logicalId(name)]!);
  const current = ofType("aws:apigateway/deployment:Deployment")
    .map(({ name }) => logicalId(name))
    .reduce((all, id) => renewed(all, id, needs(id)), Resources);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Transform: "AWS::Serverless-2016-10-31",
    Description: metadata["Description"] as string,
    Metadata: { "AWS::ServerlessRepo::Application": metadata },
    Parameters: logRole.Parameters,
    Conditions: withFunctions(logRole.Conditions) as Template["Conditions"],
    Resources: withFunctions({ ...logRole.Resources, ...current }) as Template["Resources"],
    Outputs: withFunctions(outputs()) as Template["Outputs"],
  };

  /** Logical id of the method at a place. */
  function methodOf(inputs: Record<string, unknown>): string {
    const method = ofType("aws:apigateway/method:Method").find(
      (each) => methodPlace(each.inputs) === methodPlace(inputs),
    );
    if (!method) throw new Error(`The integration ${methodPlace(inputs)} has no method`);
    return logicalId(method.name);
  }

  /** Logical id of the resource that a recorded one is, or is part of. */
  function placeOf({ type, name, inputs }: RecordedResource): string {
    if (type === "aws:lambda/alias:Alias") return referenced(inputs["functionName"]);
    if (type === "aws:apigateway/integration:Integration") return methodOf(inputs);
    if (type === "aws:apigateway/methodSettings:MethodSettings") return referenced(inputs["stageName"]);
    return logicalId(name);
  }

  /** Logical ids of what a resource, with its parts, needs according to the plan. */
  function needs(id: string): string[] {
    const urns = new Set(made.filter((each) => placeOf(each) === id).flatMap(({ dependsOn }) => dependsOn));
    return made
      .filter(({ urn }) => urns.has(urn))
      .map((each) =>
        each.type === "aws:lambda/alias:Alias"
          ? aliasId(logicalId(each.name), each.inputs["name"] as string)
          : placeOf(each),
      );
  }

  /** Has SAM publish versions of an alias's function, and move the alias to the newest. */
  function publishVersions(alias: Record<string, unknown>): void {
    const id = referenced(alias["functionName"]);
    const { inputs } = ofType("aws:lambda/function:Function").find(({ name }) => logicalId(name) === id)!;
    const { Properties } = Resources[id]!;
    const AutoPublishCodeSha256 = versionHash(Properties, inputs["sourceCodeHash"] as string);
    Object.assign(Properties, { AutoPublishAlias: alias["name"], AutoPublishCodeSha256 });
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
