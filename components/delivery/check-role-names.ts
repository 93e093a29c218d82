import type { inputChecks } from "../input-checks";

interface RoleNames {
  deployRoleName: string;
  planRoleName: string;
  guardrailPrefix: string;
}

/**
 * Checks the names of the roles that one who deploys from outside gets.
 *
 * @param page where AWS says what a role's name may be
 * @throws InputError for a name that IAM would refuse, and for one that a deployment could change
 */
export function checkRoleNames(check: ReturnType<typeof inputChecks>, args: RoleNames, page: string): void {
  for (const field of ["deployRoleName", "planRoleName"] as const) {
    check.matches(field, args[field], /^[\w+=,.@-]{1,60}$/, "up to 60 letters, digits and any of +=,.@_-", page);
    if (!args[field].startsWith(args.guardrailPrefix))
      check.fail(field, args[field], `start it with ${args.guardrailPrefix}, or deployments could change it`);
  }
}
