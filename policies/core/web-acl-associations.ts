import { isComputedElsewhere } from "./links";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

const loadBalancers = "lb|alb|elasticloadbalancingv2|applicationloadbalancing";

/** Modules of the provider with what a regional web ACL protects, and how its ARN names the service. */
const services = {
  apigateway: { modules: "apigateway", arn: ":apigateway:" },
  loadBalancer: { modules: loadBalancers, arn: ":elasticloadbalancing:" },
};
const all = `apigateway|${loadBalancers}|cognito|appsync|apprunner|verifiedaccess|amplify`;

/**
 * The associations of web ACLs that may be with a resource of a service: all but those whose ARN is another service's, or was
 * computed from a resource of another service.
 */
export function associationsWith(stack: Stack, service: keyof typeof services): Resource[] {
  const { modules, arn } = services[service];
  const types = { own: new RegExp(`^aws:(${modules})/`), any: new RegExp(`^aws:(${all})/`) };
  return stack.ofType("aws:wafv2/webAclAssociation:WebAclAssociation").filter((association) => {
    const given = association.read("resourceArn");
    if (typeof given === "string" && given.startsWith("arn:")) return given.includes(arn);
    return !isComputedElsewhere(stack, association, "resourceArn", types);
  });
}
