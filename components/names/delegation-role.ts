import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { delegationRoleName } from "./delegation-role-name";

export interface DelegationRoleArgs {
  /** The zone that is delegated, for example `dev.example.com`. */
  zoneName: string;
  /** The account that holds it: 12 digits. */
  account: pulumi.Input<string>;
  /** The zone that it lies in, which is in the role's account. */
  parent: { zoneName: string; zoneId: pulumi.Input<string> };
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:names:DelegationRole";
const PAGE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html";

/**
 * Lets one account enter the name servers of its zone in the parent zone: the NS records of that one name, and no other record.
 * Who of the account may do so is decided there, by IAM policies that name this role.
 *
 * @example
 * new DelegationRole("names-dev", { zoneName: "dev.example.com", account: "111122223333", parent });
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export class DelegationRole extends PlatformComponent {
  readonly role: aws.iam.Role;
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a zone that does not lie in the parent, an account that is none, and a name too long for a role's */
  constructor(name: string, args: DelegationRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { zoneName, account, parent } = args;
    const check = inputChecks(TYPE, name);
    if (!zoneName.endsWith(`.${parent.zoneName}`))
      check.fail("zoneName", zoneName, `use a name below ${parent.zoneName}`);
    check.matches("account", account, /^\d{12}$/, "12 digits", PAGE);
    const roleName = delegationRoleName(zoneName);
    if (roleName.length > 64) check.fail("zoneName", zoneName, "use at most 49 characters, so that a role can bear it");
    super("names", "DelegationRole", name, opts);
    const { partition } = accountOf(this);
    const zoneArn = pulumi.interpolate`arn:${partition}:route53:::hostedzone/${parent.zoneId}`;

    this.role = new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description: `Enters the name servers of ${zoneName} in ${parent.zoneName}, and nothing else.`,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${account}:root` },
            Action: "sts:AssumeRole",
          },
        ]),
        maxSessionDuration: 3600,
        tags: args.tags,
      },
      this.childOptions(),
    );
    this.arn = this.role.arn;
    new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        name: "delegate",
        role: this.role.name,
        policy: policyDocument([
          {
            Sid: "EnterNameServers",
            Effect: "Allow",
            Action: "route53:ChangeResourceRecordSets",
            Resource: zoneArn,
            Condition: {
              // Each change of a batch has to be one of these.
              "ForAllValues:StringEquals": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": [zoneName],
                "route53:ChangeResourceRecordSetsRecordTypes": ["NS"],
                "route53:ChangeResourceRecordSetsActions": ["CREATE", "UPSERT", "DELETE"],
              },
              // "For all" holds for none, too.
              Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
            },
          },
          {
            Sid: "ReadZone",
            Effect: "Allow",
            Action: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
            Resource: zoneArn,
          },
          {
            Sid: "AwaitChange",
            Effect: "Allow",
            Action: "route53:GetChange",
            Resource: pulumi.interpolate`arn:${partition}:route53:::change/*`,
          },
        ]),
      },
      this.childOptions(),
    );
    this.monitoring = { title: `Delegation of ${zoneName}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn });
  }
}
