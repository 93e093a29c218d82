import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The account, region and partition that a resource is deployed to. */
export interface Account {
  /** The 12-digit account id. */
  id: pulumi.Output<string>;
  /** For example `eu-west-1`. */
  region: pulumi.Output<string>;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: pulumi.Output<string>;
  /** `amazonaws.com`, or the partition's own. */
  dnsSuffix: pulumi.Output<string>;
}

const known = new WeakMap<pulumi.ProviderResource, Account>();

/**
 * The account of the provider that `parent` uses. Asked once per provider, since every component needs it for its ARNs:
 * account, region and partition are never literals.
 *
 * @param parent a component whose children go to the account
 */
export function accountOf(parent: pulumi.Resource): Account {
  const provider = parent.getProvider("aws:index/getCallerIdentity:getCallerIdentity");
  const cached = provider && known.get(provider);
  if (cached) return cached;
  // The provider, not the parent, so that the answer is the same for every component which shares it.
  const opts: pulumi.InvokeOutputOptions = provider ? { provider } : { parent };
  const partition = aws.getPartitionOutput({}, opts);
  const account: Account = {
    id: aws.getCallerIdentityOutput({}, opts).accountId,
    region: aws.getRegionOutput({}, opts).region,
    partition: partition.partition,
    dnsSuffix: partition.dnsSuffix,
  };
  if (provider) known.set(provider, account);
  return account;
}
