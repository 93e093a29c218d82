import type * as pulumi from "@pulumi/pulumi";
import { ExternalAuthorizer } from "../../components/access/external-authorizer";
import { otherAccount } from "../accounts";
import type { Environment } from "../config/environment";

/**
 * The function of another account that checks the tokens of all APIs, where the configuration names one. The permission for each API
 * is made with it: in the stack's own account, or as a role of the other one; without such a role the function's owner makes it.
 *
 * @returns nothing where each API has a function of its own
 */
export function makeAuthorizer(environment: Environment, parent: pulumi.Resource): ExternalAuthorizer | undefined {
  const { authorizer, account, name: stack, tags } = environment;
  if (!authorizer) return undefined;
  const { functionArn, permissionRole: role } = authorizer;
  const otherId = functionArn.split(":")[4]!;
  const provider = role ? otherAccount({ account, stack, tags, what: "authorizer", otherId, role }) : undefined;
  return new ExternalAuthorizer(
    "tokens",
    { functionArn, permissions: role !== undefined || otherId === account.id },
    { parent, ...(provider && { providers: [provider] }) },
  );
}
