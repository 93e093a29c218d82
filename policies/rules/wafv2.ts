import { link } from "../core/links";
import type { Resource } from "../core/resource";
import { resourceRule, stackRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isTrue } from "../core/values";
import { rulesOf, type WafRule } from "../core/web-acl";

const aclType = "aws:wafv2/webAcl:WebAcl";

export const hasRules = resourceRule({
  name: "wafv2-has-rules",
  title: "A web ACL contains at least one rule",
  why: "A web ACL without rules lets everything through while looking like protection.",
  severity: "medium",
  ids: ["FSBP WAF.10"],
  fix: "Add rules, AWSManagedRulesCommonRuleSet to begin with.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html",
  types: [aclType],
  check: (acl) => {
    // Whoever keeps the rules in WebAclRule resources has to ignore changes of the list.
    if (acl.ignoreChanges.some((path) => /^(rules|ruleJson)/.test(path))) return undefined;
    const { rules, unknown } = rulesOf(acl);
    return !rules.length && !unknown && "it has no rules";
  },
});

export const ruleMetrics = resourceRule({
  name: "wafv2-rule-metrics",
  title: "Every rule has cloudwatchMetricsEnabled",
  why: "Without metrics nobody sees that a rule blocks customers, or that it never matched anything.",
  severity: "low",
  ids: ["FSBP WAF.12"],
  fix: "Set visibilityConfig.cloudwatchMetricsEnabled to true in every rule.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
  types: [aclType, "aws:wafv2/ruleGroup:RuleGroup", "aws:wafv2/webAclRule:WebAclRule"],
  check: (acl) => {
    if (acl.type.includes("webAclRule")) return acl.mustBeTrue("visibilityConfig.cloudwatchMetricsEnabled");
    return rulesOf(acl).rules.map(
      (rule) => !isUnknown(rule.metrics) && !isTrue(rule.metrics) && `rule ${rule.position} has no CloudWatch metrics`,
    );
  },
});

const knownBadInputs = "AWSManagedRulesKnownBadInputsRuleSet";

export const log4j = resourceRule({
  name: "wafv2-log4j",
  title: `A web ACL has ${knownBadInputs} with overrideAction none`,
  why: "It stops Log4Shell and its kin, which scanners try on every address all day; counting them stops nothing.",
  severity: "high",
  ids: ["CKV_AWS_192"],
  fix: `Add the managed rule group ${knownBadInputs} with overrideAction: { none: {} }.`,
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
  types: [aclType],
  check: (acl) => {
    if (acl.ignoreChanges.some((path) => /^(rules|ruleJson)/.test(path))) return undefined;
    const { rules, unknown } = rulesOf(acl);
    return !unknown && !rules.some(stopsKnownBadInputs) && `no rule blocks with ${knownBadInputs}`;
  },
});

function stopsKnownBadInputs(rule: WafRule): boolean {
  if (isUnknown(rule.managedGroup)) return true;
  if (rule.managedGroup !== knownBadInputs) return false;
  const overrides = rule.ruleOverrides.filter(
    ({ name, action }) => typeof name === "string" && /^Log4JRCE/i.test(name) && /^(count|allow)$/i.test(action ?? ""),
  );
  return (isUnknown(rule.override) || rule.override === "none") && !overrides.length;
}

export const logging = stackRule({
  name: "wafv2-logging",
  title: "Each web ACL has a logging configuration",
  why: "Metrics say that something was blocked; only the log says what, so that a wrong block can be found.",
  severity: "medium",
  ids: ["CKV2_AWS_31", "Security Hub WAF.11", "guard WAFV2_LOGGING_ENABLED", "cdk-nag WAFv2LoggingEnabled"],
  fix: "Add a WebAclLoggingConfiguration with a log group whose name begins with aws-waf-logs-.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
  types: [aclType],
  check: (stack) => {
    const acls = stack.ofType(aclType);
    const configurations = link(stack, {
      targets: acls,
      companions: stack
        .ofType("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
        .filter(hasDestination),
      property: "resourceArn",
      parts: (arn) => [arn, /\/webacl\/([^/]+)\//.exec(arn)?.[1] ?? arn, arn.slice(arn.lastIndexOf("/") + 1)],
    });
    return acls.map((acl) => {
      const { certain, possible } = configurations(acl);
      return !certain.length && !possible.length && { resource: acl, message: "it has no logging configuration" };
    });
  },
});

function hasDestination(configuration: Resource): boolean {
  const destinations = configuration.read("logDestinationConfigs");
  return !(Array.isArray(destinations) && !destinations.length);
}
