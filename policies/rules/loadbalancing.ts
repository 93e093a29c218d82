import { link } from "../core/links";
import type { Resource } from "../core/resource";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isTrue, list, lower, read, text } from "../core/values";
import { associationsWith } from "../core/web-acl-associations";

/** One resource with four tokens: two of version 7 and two older ones that state may still hold. */
const modules = ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"];
const listenerTypes = modules.map((module) => `aws:${module}/listener:Listener`);
const loadBalancerTypes = modules.map((module) => `aws:${module}/loadBalancer:LoadBalancer`);

/** The kind of a load balancer: application where it is left out, undefined where it is not known. */
function kindOf(loadBalancer: Resource): string | undefined {
  const kind = loadBalancer.read("loadBalancerType");
  return isUnknown(kind) ? undefined : (lower(kind) ?? "application") || "application";
}

export const httpsOnly = resourceRule({
  name: "alb-https-only",
  title: "An ALB listener on HTTP only redirects to HTTPS",
  why: "What goes over HTTP, cookies and passwords among it, is read by whoever is on the way.",
  severity: "high",
  ids: [
    "FSBP ELB.1",
    "CKV_AWS_2",
    "CKV2_AWS_20",
    "cdk-nag ALBHttpToHttpsRedirection",
    "AWS-0054",
    "awsguard albHttpToHttpsRedirection",
    "compliance-policies aws-lb-listener-disallow-unencrypted-traffic",
    "compliance-policies aws-alb-listener-disallow-unencrypted-traffic",
    "guard ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK",
  ],
  fix: 'Make the default action { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }.',
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
  types: listenerTypes,
  check: (listener) => {
    const protocol = listener.read("protocol");
    // Left out, an application load balancer takes HTTP; a gateway load balancer has neither protocol nor port.
    const isHttp = isMissing(protocol) ? listener.isSet("port") : lower(protocol) === "http";
    const actions = listener.read("defaultActions");
    if (!isHttp || isUnknown(actions)) return undefined;
    return (isMissing(actions) || list(actions).some(leavesHttp)) && "defaultActions do not only redirect to HTTPS";
  },
});

function leavesHttp(action: unknown): boolean {
  const type = read(action, "type");
  if (isUnknown(action) || isUnknown(type)) return false;
  if (lower(type) !== "redirect") return true;
  const protocol = read(action, "redirect.protocol");
  return !isUnknown(protocol) && lower(protocol) !== "https";
}

export const tlsPolicy = resourceRule({
  name: "alb-tls-policy",
  title: "HTTPS and TLS listeners name a TLS 1.2+ security policy",
  why: "Left out, it is one of 2016 that still takes TLS 1.0.",
  severity: "high",
  ids: [
    "FSBP ELB.17",
    "CKV_AWS_103",
    "AWS-0047",
    "compliance-policies aws-lb-listener-configure-secure-tls",
    "guard ELBV2_LISTENER_SSL_POLICY_RULE",
  ],
  fix: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or newer.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  types: listenerTypes,
  check: (listener) => {
    const protocol = listener.read("protocol");
    const policy = listener.read("sslPolicy");
    if (isUnknown(policy)) return undefined;
    const isTls = isUnknown(protocol) ? !isMissing(policy) : ["https", "tls"].includes(lower(protocol) ?? "");
    const isModern = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/i.test(text(policy) ?? "");
    return isTls && !isModern && "sslPolicy is not one of TLS 1.2 or newer";
  },
});

export const accessLogs = resourceRule({
  name: "alb-access-logs",
  title: "A load balancer's accessLogs are enabled",
  why: "They say who asked for what, and which target answered with an error.",
  severity: "medium",
  ids: [
    "AwsSolutions-ELB2",
    "FSBP ELB.5",
    "CKV_AWS_91",
    "awsguard elbAccessLoggingEnabled",
    "compliance-policies aws-lb-loadbalancer-enable-access-logging",
    "compliance-policies aws-lb-loadbalancer-configure-access-logging",
    "guard ELBV2_ACCESS_LOGGING_RULE",
  ],
  fix: "Set accessLogs with bucket and enabled true.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  types: loadBalancerTypes,
  // A gateway load balancer has no access logs.
  check: (loadBalancer) => kindOf(loadBalancer) !== "gateway" && loadBalancer.mustBeTrue("accessLogs.enabled"),
});

export const dropInvalidHeaders = resourceRule({
  name: "alb-drop-invalid-headers",
  title: "An ALB has dropInvalidHeaderFields",
  why: "Headers that no standard allows are how requests are smuggled past a proxy.",
  severity: "medium",
  ids: [
    "FSBP ELB.4",
    "CKV_AWS_131",
    "AWS-0052",
    "cdk-nag ALBHttpDropInvalidHeaderEnabled",
    "guard ALB_HTTP_DROP_INVALID_HEADER_ENABLED",
  ],
  fix: "Set dropInvalidHeaderFields to true.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: loadBalancerTypes,
  check: (loadBalancer) => kindOf(loadBalancer) === "application" && loadBalancer.mustBeTrue("dropInvalidHeaderFields"),
  remediate: (loadBalancer) => {
    const kind = loadBalancer["loadBalancerType"];
    if ((!isMissing(kind) && lower(kind) !== "application") || isUnknown(loadBalancer["dropInvalidHeaderFields"]))
      return undefined;
    return isTrue(loadBalancer["dropInvalidHeaderFields"])
      ? undefined
      : { ...loadBalancer, dropInvalidHeaderFields: true };
  },
});

export const deletionProtection = resourceRule({
  name: "alb-deletion-protection",
  title: "A load balancer has enableDeletionProtection",
  why: "With the load balancer goes its address, which DNS and partners know.",
  severity: "low",
  ids: ["FSBP ELB.6", "CKV_AWS_150", "awsguard elbDeletionProtection", "cdk-nag ELBDeletionProtectionEnabled"],
  fix: "Set enableDeletionProtection to true.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: loadBalancerTypes,
  check: (loadBalancer) => loadBalancer.mustBeTrue("enableDeletionProtection"),
});

export const desync = resourceRule({
  name: "alb-desync",
  title: "desyncMitigationMode is defensive or strictest",
  why: "monitor lets requests through that proxy and target read differently.",
  severity: "medium",
  ids: ["FSBP ELB.12", "CKV_AWS_328"],
  fix: "Leave desyncMitigationMode out, or set it to strictest.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: loadBalancerTypes,
  check: (loadBalancer) => loadBalancer.mustBeOneOf("desyncMitigationMode", ["defensive", "strictest", undefined]),
});

export const firewall = stackRule({
  name: "alb-waf",
  title: "Each internet-facing ALB has a WAFv2 association",
  why: "The load balancer passes on whatever is valid HTTP; the firewall drops what is known to be an attack.",
  severity: "medium",
  ids: ["CKV2_AWS_28", "cdk-nag ALBWAFEnabled", "Security Hub ELB.16", "guard ALB_WAF_ENABLED"],
  fix: "Add a wafv2 WebAclAssociation with the load balancer's ARN.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
  types: loadBalancerTypes,
  check: (stack) => {
    const loadBalancers = stack.ofType(...loadBalancerTypes);
    const associationsOf = link(stack, {
      targets: loadBalancers,
      // A load balancer may have no name of its own, and then any association that names nothing known may be its; but
      // not one with another service's resource.
      companions: associationsWith(stack, "loadBalancer"),
      property: "resourceArn",
      parts: (arn) => [arn, /:loadbalancer\/app\/([^/]+)\//.exec(arn)?.[1] ?? arn],
    });
    return loadBalancers.map((loadBalancer) => {
      const internal = loadBalancer.read("internal");
      if (isUnknown(internal) || isTrue(internal) || kindOf(loadBalancer) !== "application") return undefined;
      const { certain, possible } = associationsOf(loadBalancer);
      return (
        !certain.length && !possible.length && { resource: loadBalancer, message: "no web ACL is associated with it" }
      );
    });
  },
});
