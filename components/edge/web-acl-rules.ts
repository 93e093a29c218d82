import type * as aws from "@pulumi/aws";

/** A route that takes bodies larger than others may be. */
export interface LargeBodyRoute {
  /** The API's path, for example `/events` or `/files/{id}`; a stage may precede it. */
  path: string;
  /** Largest body in bytes, above 8192. WAF sees 65536 bytes at most: above that the API alone limits the body. */
  maxBodyBytes: number;
}

/** What the rules of a web ACL depend on. */
export interface WebAclRulesArgs {
  rateLimit: number;
  blockAnonymousAddresses: boolean;
  largeBodyRoutes: LargeBodyRoute[];
}

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = aws.types.input.wafv2.WebAclRuleStatement;

/** What AWS's common rules allow a body to have, and this web ACL on all routes that are not named. */
export const USUAL_BODY_BYTES = 8192;

/** As much of a body as WAF can be given. https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html */
export const MOST_INSPECTED_BYTES = 65_536;

/**
 * The rules of a web ACL in the order they are asked: cheap ones that end the matter first.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export function webAclRules(args: WebAclRulesArgs): Rule[] {
  const rules = [
    rateRule(args.rateLimit),
    managedRule("AWSManagedRulesAmazonIpReputationList"),
    ...(args.blockAnonymousAddresses ? [managedRule("AWSManagedRulesAnonymousIpList")] : []),
    // Its limit of 8 KB knows no routes: where some take more, it only counts, and the size rules below decide.
    managedRule("AWSManagedRulesCommonRuleSet", args.largeBodyRoutes.length ? ["SizeRestrictions_BODY"] : []),
    managedRule("AWSManagedRulesKnownBadInputsRuleSet"),
    managedRule("AWSManagedRulesSQLiRuleSet"),
    ...sizeRules(args.largeBodyRoutes),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority }));
}

/** How much of a body WAF must see for the size rules, in the steps it offers; more than 16 KB costs extra. */
export function inspectedKilobytes(routes: LargeBodyRoute[]): number {
  const largest = Math.max(0, ...routes.map((route) => route.maxBodyBytes));
  return Math.min(64, Math.max(16, Math.ceil(largest / 16_384) * 16));
}

function named(name: string, rest: Omit<Rule, "name" | "priority" | "visibilityConfig">): Omit<Rule, "priority"> {
  return {
    name,
    ...rest,
    visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true },
  };
}

function managedRule(group: string, counted: string[] = []): Omit<Rule, "priority"> {
  return named(group, {
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ...(counted.length
          ? { ruleActionOverrides: counted.map((name) => ({ name, actionToUse: { count: {} } })) }
          : {}),
      },
    },
  });
}

function rateRule(limit: number): Omit<Rule, "priority"> {
  return named("RequestRate", {
    action: { block: {} },
    statement: { rateBasedStatement: { limit, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
  });
}

/** One rule for the routes that are not named, and one for each that is, unless its bodies are larger than WAF can see. */
function sizeRules(routes: LargeBodyRoute[]): Omit<Rule, "priority">[] {
  if (!routes.length) return [];
  const paths = routes.map((route) => pathIs(route.path));
  const anyOfThem = paths.length === 1 ? paths[0]! : { orStatement: { statements: paths } };
  return [
    sizeRule("BodySize", [{ notStatement: { statement: anyOfThem } }, bodyLargerThan(USUAL_BODY_BYTES)]),
    ...routes
      .filter((route) => route.maxBodyBytes <= MOST_INSPECTED_BYTES)
      .map((route) =>
        sizeRule(`BodySize${pathSlug(route.path)}`, [pathIs(route.path), bodyLargerThan(route.maxBodyBytes)]),
      ),
  ];
}

function sizeRule(name: string, statements: Statement[]): Omit<Rule, "priority"> {
  return named(name, { action: { block: {} }, statement: { andStatement: { statements } } });
}

/** Bodies longer than WAF is given count as too large. */
function bodyLargerThan(size: number): Statement {
  return {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: "MATCH" } },
      comparisonOperator: "GT",
      size,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** The path itself, after a stage or without one. Any other spelling of it just has the usual limit. */
function pathIs(path: string): Statement {
  const pattern = path
    .split(/\{[^}]+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]+");
  return {
    regexMatchStatement: {
      fieldToMatch: { uriPath: {} },
      regexString: `^(/[^/]+)?${pattern}$`,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** What a path is called in the name of its rule. */
export function pathSlug(path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("") || "Root";
}
