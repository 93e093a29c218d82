import { apiCalls, notByDeployments } from "../api-calls";
import type { MailRule, MailRuleNames } from "../mail-rule";

/** Somebody other than a deployment changes who reaches what: groups, lists, routes, gateways, peerings. */
export function networkChanges({ deployRole }: MailRuleNames): MailRule {
  return {
    name: "network-changes",
    title: "The network of account <account> is changed by hand",
    why: "A route or an open port is how data leave unseen.",
    advice: "Take the change back, and make it in the program if it was meant.",
    severity: "critical",
    pattern: apiCalls(
      "ec2",
      [
        { prefix: "AcceptVpc" },
        { prefix: "AssociateRouteTable" },
        { prefix: "AttachInternetGateway" },
        { prefix: "AuthorizeSecurityGroup" },
        { prefix: "CreateInternetGateway" },
        { prefix: "CreateNetworkAcl" },
        { prefix: "CreateRoute" },
        { prefix: "CreateSecurityGroup" },
        { prefix: "CreateVpc" },
        { prefix: "DeleteFlowLogs" },
        { prefix: "DeleteNetworkAcl" },
        { prefix: "DeleteRoute" },
        { prefix: "DeleteSecurityGroup" },
        { prefix: "DeleteVpc" },
        { prefix: "DisassociateRouteTable" },
        { prefix: "ModifySecurityGroupRules" },
        { prefix: "ModifyVpc" },
        { prefix: "ReplaceNetworkAcl" },
        { prefix: "ReplaceRoute" },
        { prefix: "RevokeSecurityGroup" },
      ],
      notByDeployments(deployRole),
    ),
  };
}
