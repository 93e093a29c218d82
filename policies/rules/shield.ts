import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { text } from "../core/values";

export const autoRenew = resourceRule({
  name: "shield-auto-renew",
  title: "The Shield Advanced subscription's autoRenew is ENABLED",
  why: "Protection that ends on a day nobody remembers ends in the middle of an attack.",
  severity: "low",
  ids: ["Config SHIELD_ADVANCED_ENABLED_AUTO_RENEW"],
  fix: "Leave autoRenew out, which is ENABLED.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/ddos-advanced-summary.html",
  types: ["aws:shield/subscription:Subscription"],
  check: (subscription) => subscription.mustBeOneOf("autoRenew", ["ENABLED", undefined]),
});

/** What Shield Advanced protects. https://docs.aws.amazon.com/waf/latest/developerguide/ddos-protections-by-resource-type.html */
const protectable = [
  "aws:cloudfront/distribution:Distribution",
  "aws:route53/zone:Zone",
  "aws:globalaccelerator/accelerator:Accelerator",
  "aws:ec2/eip:Eip",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:elb/loadBalancer:LoadBalancer",
];
const protectableArn =
  /^arn:[^:]*:(cloudfront:[^:]*:[^:]*:distribution\/|route53:::hostedzone\/|globalaccelerator:[^:]*:[^:]*:accelerator\/|ec2:[^:]*:[^:]*:eip-allocation\/|elasticloadbalancing:[^:]*:[^:]*:loadbalancer\/)/i;

export const protects = stackRule({
  name: "shield-protectable",
  title: "A Shield protection is of something that Shield Advanced takes",
  why: "It takes distributions, load balancers, addresses, accelerators and hosted zones. An API is protected by what stands before it.",
  severity: "medium",
  ids: [],
  fix: "Protect the CloudFront distribution or load balancer in front.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/ddos-protections-by-resource-type.html",
  types: ["aws:shield/protection:Protection"],
  check: (stack) =>
    stack.ofType("aws:shield/protection:Protection").map((protection) => {
      const arn = protection.read("resourceArn");
      const madeFrom = (protection.propertyDependencies["resourceArn"] ?? []).map((urn) => stack.get(urn)?.type ?? "");
      const isRight = isUnknown(arn)
        ? !madeFrom.some((type) => type.startsWith("aws:")) || madeFrom.some((type) => protectable.includes(type))
        : protectableArn.test(text(arn) ?? "");
      return !isRight && { resource: protection, message: "Shield does not take what resourceArn names" };
    }),
});
