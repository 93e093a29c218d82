/** Kinds of subnets: reachable from the internet, for what runs, and for what stores. */
export const tiers = ["public", "private", "isolated"] as const;

/**
 * A kind of subnet. `public` has a route to the internet gateway, for load balancers and NAT; `private` reaches AWS through
 * endpoints (and the internet only with NAT); `isolated` reaches nothing outside the network, for databases.
 */
export type Tier = (typeof tiers)[number];
