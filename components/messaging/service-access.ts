import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Account } from "../account";
import type { Key } from "../encryption/key";
import { keyServices, type KeyService } from "../encryption/key-services";
import type { InputChecks } from "../input-checks";

/** An AWS service that may write to a queue or topic, bound to what it acts for. */
export interface ServiceAccess {
  /** Service principal, for example `events.amazonaws.com`. */
  service: string;
  /**
   * ARNs (with `*` where needed) of the rules, alarms, topics or buckets it may act for. Default any of the account. Not for
   * rules that publish to a topic: EventBridge sends nothing there that a condition could look at.
   */
  sourceArns?: pulumi.Input<string>[];
  /** The account of those resources. Default the account of the queue or topic. */
  sourceAccount?: pulumi.Input<string>;
}

/**
 * The statement of a queue's or topic's policy that lets a service in, only on behalf of the account and the named
 * resources. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 *
 * @param action `sqs:SendMessage` or `sns:Publish`
 */
export function serviceAccessStatement(
  access: ServiceAccess,
  index: number,
  action: string,
  resource: pulumi.Input<string>,
  account: Account,
): PolicyStatement {
  const principal = access.service.split(".")[0]!.replace(/[^a-z0-9]/gi, "");
  return {
    Sid: `Allow${principal[0]!.toUpperCase()}${principal.slice(1)}${index + 1}`,
    Effect: "Allow",
    Principal: { Service: access.service },
    Action: action,
    Resource: resource,
    ...(isRuleToTopic(access, action)
      ? {}
      : {
          Condition: {
            StringEquals: { "aws:SourceAccount": access.sourceAccount ?? account.id },
            ...(access.sourceArns?.length ? { ArnLike: { "aws:SourceArn": access.sourceArns } } : {}),
          },
        }),
  };
}

/**
 * A rule publishes to a topic without saying for whom: with any condition the statement never holds, and the messages
 * vanish without an error. The topic's ARN, and its key's encryption context, are what bind it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
function isRuleToTopic(access: ServiceAccess, action: string): boolean {
  return access.service === "events.amazonaws.com" && action === "sns:Publish";
}

/**
 * Refuses a service that is none, and one that the key's policy does not admit: its messages would vanish without an
 * error.
 *
 * @param field the argument that lists the service, for the message
 */
export function checkServiceAccess(check: InputChecks, field: string, access: ServiceAccess, key: Key): void {
  check.matches(
    `${field}.service`,
    access.service,
    /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
    "a service principal such as events.amazonaws.com",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services",
  );
  if (field === "publishers" && isRuleToTopic(access, "sns:Publish") && (access.sourceArns || access.sourceAccount))
    check.fail(
      `${field}.sourceArns`,
      access.service,
      "leave it and sourceAccount out: with a condition no event would ever reach the topic",
    );
  if (access.sourceArns && access.sourceArns.length === 0)
    check.fail(`${field}.sourceArns`, access.sourceArns, "name at least one, or leave it out for any of the account");
  const service = access.service.replace(/\.amazonaws\.com(\.cn)?$/, "");
  if ((keyServices as readonly string[]).includes(service) && !key.services.includes(service as KeyService))
    check.fail(
      field,
      access.service,
      `add "${service}" to the services of key "${key.componentName}", which otherwise refuses it`,
    );
}
