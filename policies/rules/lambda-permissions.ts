import { isAnyone, binds } from "../core/resource-policy";
import { parsePolicy } from "../core/policy-document";
import type { Resource } from "../core/resource";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { text } from "../core/values";
import { isStar } from "../core/wildcard";

const permission = "aws:lambda/permission:Permission";
const layerPermission = "aws:lambda/layerVersionPermission:LayerVersionPermission";
const resourcePolicy = "aws:lambda/resourcePolicy:ResourcePolicy";

export const permissionPublic = resourceRule({
  name: "lambda-permission-public",
  title: 'No permission of a function has principal "*" without principalOrgId, sourceArn or sourceAccount',
  why: "Anybody with an AWS account could run the function, on your bill and with your data.",
  severity: "critical",
  ids: [
    "FSBP Lambda.1",
    "CKV_AWS_301",
    "cdk-nag LambdaFunctionPublicAccessProhibited",
    "guard LAMBDA_NO_WILDCARD_PRINCIPAL",
  ],
  fix: "Name the principal, or bind it with principalOrgId, sourceArn or sourceAccount.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
  types: [permission, layerPermission, resourcePolicy],
  check: (resource) => {
    if (resource.type === resourcePolicy) {
      return parsePolicy(resource.read("policy")).statements.map(
        ({ effect, principals, notPrincipals, conditions, position }) =>
          effect === "allow" &&
          (principals.some(isAnyone) || notPrincipals.length > 0) &&
          !conditions.some((condition) => binds(condition)) &&
          `statement ${position} of policy lets anybody in`,
      );
    }
    const bound = ["principalOrgId", "sourceArn", "sourceAccount", "organizationId"].some((path) =>
      scopes(resource, path),
    );
    return isStar(resource.read("principal")) && !bound && "principal is everybody";
  },
});

export const permissionSourceScope = resourceRule({
  name: "lambda-permission-source-scope",
  title: "A permission for an AWS service carries sourceArn or sourceAccount",
  why: "The service acts for all its customers: without a source, another account's rule or bucket can run the function.",
  severity: "high",
  ids: ["CKV_AWS_364", "AWS-0067", "compliance-policies aws-lambda-permission-configure-source-arn"],
  fix: "Set sourceArn to the resource that invokes the function, and sourceAccount to its account.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
  types: [permission, resourcePolicy],
  check: (resource) => {
    if (resource.type === resourcePolicy) {
      return parsePolicy(resource.read("policy")).statements.map(
        ({ effect, principals, conditions, position }) =>
          effect === "allow" &&
          principals.some(({ value }) => isService(value)) &&
          !conditions.some(
            ({ key, values }) => /^aws:source(arn|account|owner|orgid|orgpaths)$/.test(key) || values.some(isUnknown),
          ) &&
          `statement ${position} of policy does not say for whom the service acts`,
      );
    }
    return (
      isService(resource.read("principal")) &&
      !scopes(resource, "sourceArn") &&
      !scopes(resource, "sourceAccount") &&
      "neither sourceArn nor sourceAccount is set"
    );
  },
});

function isService(principal: unknown): boolean {
  return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/i.test(text(principal) ?? "");
}

/** A scope that is only a wildcard is none. */
function scopes(resource: Resource, path: string): boolean {
  return resource.isSet(path) && !isStar(resource.read(path));
}
