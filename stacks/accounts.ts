import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentAccount } from "./config/environment";

/** Region in which CloudFront's certificates, web ACLs, logs and metrics live. */
export const globalRegion = "us-east-1";

/** What the providers of an account are made with. */
export interface AccountProvidersArgs {
  account: Pick<EnvironmentAccount, "name" | "id" | "region" | "regions" | "deployRole">;
  /** The stack's name, which the role's session is named after, so that CloudTrail shows who deployed. */
  stack: string;
  /** Tags for every resource made through these providers. */
  tags: Record<string, string>;
}

/**
 * The providers of one account: one per region that is used, each made on first use and bound to the account's id, so
 * that credentials of another account are refused before anything is made. Default providers are switched off in
 * `Pulumi.<stack>.yaml`; there is no other way to deploy a resource.
 * https://www.pulumi.com/registry/packages/aws/api-docs/provider/
 */
export class AccountProviders {
  private readonly made = new Map<string, aws.Provider>();

  constructor(private readonly args: AccountProvidersArgs) {}

  /** The provider of the account's own region. */
  get regional(): aws.Provider {
    return this.in(this.args.account.region);
  }

  /** The provider for us-east-1; the same as {@link regional} where that is the account's region. */
  get usEast1(): aws.Provider {
    return this.in(globalRegion);
  }

  /**
   * The provider of one region.
   *
   * @param region for example `eu-west-1`
   */
  in(region: string): aws.Provider {
    let provider = this.made.get(region);
    if (!provider) {
      const { account, stack, tags } = this.args;
      provider = new aws.Provider(`${account.name}-${region}`, {
        region: region as aws.Region,
        allowedAccountIds: [account.id],
        defaultTags: { tags },
        ...(account.deployRole && { assumeRoles: [assumed(region, stack, account.id, account.deployRole)] }),
      });
      this.made.set(region, provider);
    }
    return provider;
  }
}

/** What a provider that reaches another account is made with. */
export interface OtherAccountArgs extends AccountProvidersArgs {
  /** Ends the provider's name, for example `parent-zone`. */
  what: string;
  /** Id of the account; not known before it is made, where the stack makes it itself. */
  otherId: pulumi.Input<string>;
  /** Default the region of the stack's own account. */
  region?: string;
  /** Name of the role there. */
  role: string;
}

/**
 * A provider for the one thing that a stack does in another account, as a role there: it enters its name servers in the zone
 * around its own, lets its APIs invoke their authorizer, or switches detection on in the account that is to administer it.
 */
export function otherAccount(args: OtherAccountArgs): aws.Provider {
  const { account, stack, tags, what, otherId, role, region = args.account.region } = args;
  const { deployRole } = account;
  return new aws.Provider(`${account.name}-${what}`, {
    region: region as aws.Region,
    allowedAccountIds: [otherId],
    defaultTags: { tags },
    assumeRoles: [
      ...(deployRole ? [assumed(region, stack, account.id, deployRole)] : []),
      assumed(region, stack, otherId, role),
    ],
  });
}

/** A role as providers take it, in sessions that CloudTrail shows by the stack's name. */
function assumed(region: string, stack: string, accountId: pulumi.Input<string>, role: string) {
  return {
    roleArn: pulumi.interpolate`arn:${partitionOf(region)}:iam::${accountId}:role/${role}`,
    sessionName: `platform-${stack}`,
  };
}

/**
 * The partition of a region. Everywhere else it is asked of the provider; here there is none yet.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("eusc-")) return "aws-eusc";
  return "aws";
}
