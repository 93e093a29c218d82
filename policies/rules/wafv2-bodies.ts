import { link } from "../core/links";
import type { Resource } from "../core/resource";
import { stackRule } from "../core/rule";
import type { Stack } from "../core/stack";
import { list, numeric, read } from "../core/values";
import { rulesOf } from "../core/web-acl";

/** What AWS's common rules let a body have. */
const usualBytes = 8192;

export const bodySize = stackRule({
  name: "wafv2-body-size",
  title: "A web ACL lets through the largest body that the routes behind it take",
  why: "SizeRestrictions_BODY of AWS's common rules blocks bodies above 8 KB: the route works in every test with a small one.",
  severity: "medium",
  ids: [],
  fix: "Count SizeRestrictions_BODY, and limit the size by path in a rule of your own.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
  settings: {
    largestBodyBytes: {
      type: "integer",
      minimum: 1,
      default: usualBytes,
      description:
        "Largest body of any route, where the API does not say: a component says it in its output largeBodyRoutes.",
    },
  },
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (stack, { largestBodyBytes }) => {
    const acls = stack.ofType("aws:wafv2/webAcl:WebAcl");
    const associationsOf = link(stack, {
      targets: acls,
      companions: stack.ofType("aws:wafv2/webAclAssociation:WebAclAssociation"),
      property: "webAclArn",
      parts: (arn) => [arn, /\/webacl\/([^/]+)\//.exec(arn)?.[1] ?? arn],
    });
    return acls.map((acl) => {
      const stated = associationsOf(acl).certain.map((association) => largestBody(stack, association));
      const largest = Math.max(largestBodyBytes, ...stated);
      return (
        largest > usualBytes &&
        blocksLargeBodies(acl) && {
          resource: acl,
          message: `it blocks bodies above ${usualBytes} bytes, and a route takes ${largest}`,
        }
      );
    });
  },
});

/** What the API behind an association says that its routes take. */
function largestBody(stack: Stack, association: Resource): number {
  const stages = (association.propertyDependencies["resourceArn"] ?? []).map((urn) => stack.get(urn));
  const components = stages.map((stage) => (stage?.parent === undefined ? undefined : stack.get(stage.parent)));
  const routes = components.flatMap((component) =>
    list(component?.outputs["largeBodyRoutes"] ?? component?.properties["largeBodyRoutes"]),
  );
  return Math.max(0, ...routes.map((route) => numeric(read(route, "maxBodyBytes")) ?? 0));
}

function blocksLargeBodies(acl: Resource): boolean {
  return rulesOf(acl).rules.some(
    (rule) =>
      rule.managedGroup === "AWSManagedRulesCommonRuleSet" &&
      rule.override !== "count" &&
      !rule.ruleOverrides.some(({ name }) => name === "SizeRestrictions_BODY"),
  );
}
