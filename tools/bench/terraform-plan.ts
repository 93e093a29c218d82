import { unknown, type RecordedResource } from "../plan/recorded-resource";

/** What Terraform calls the modules that it does not call as Pulumi does. */
const modules: Record<string, string> = { apigateway: "api_gateway", cfg: "config" };
const types: Record<string, string> = {
  "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
  "aws:cloudfront/distribution:Distribution": "aws_cloudfront_distribution",
  "aws:wafv2/webAcl:WebAcl": "aws_wafv2_web_acl",
};

/**
 * The resources as Terraform would show them in a plan (`terraform show -json`), for tools that know nothing of Pulumi.
 * Names are turned by rule, which is right for nearly all of the types.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function terraformPlan(resources: readonly RecordedResource[]): object {
  const listed = resources
    .filter(({ type, custom }) => custom && type.startsWith("aws:"))
    .map(({ type, name, inputs }) => {
      const terraformType = types[type] ?? typeOf(type);
      const values = snakeCase(inputs);
      return { address: `${terraformType}.${name}`, mode: "managed", type: terraformType, name, values };
    });
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: listed } },
    resource_changes: listed.map(({ values, ...resource }) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: { root_module: { resources: listed.map(({ values: _values, ...resource }) => resource) } },
  };
}

function typeOf(token: string): string {
  const [, path = "", name = ""] = token.split(":");
  const module = path.split("/")[0]!;
  return `aws_${modules[module] ?? module}_${snake(name)}`;
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

function snakeCase(value: unknown): unknown {
  if (value === unknown) return null;
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return null;
  // A block of Terraform's is a list, also where there can be only one.
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const isBlock = typeof each === "object" && each !== null && !Array.isArray(each) && !/tags|variables/i.test(key);
      return [snake(key), isBlock ? [snakeCase(each)] : snakeCase(each)];
    }),
  );
}
