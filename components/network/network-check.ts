import { inputChecks } from "../input-checks";
import type { ExistingNetwork, NetworkArgs } from "./network-args";

export const NETWORK_TYPE = "platform:network:Network";
const VPC_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
const ZONES_PAGE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html";
const ENDPOINTS_PAGE = "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html";
const PRIVATE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/;

/**
 * Refuses what EC2 would refuse, and what would make a network nobody wants.
 *
 * @throws InputError for the first wrong argument
 */
export function checkNetworkArgs(name: string, args: NetworkArgs): void {
  const check = inputChecks(NETWORK_TYPE, name);
  if (args.existing) {
    for (const field of ["cidrBlock", "zones", "natGateways"] as const)
      if (args[field] !== undefined) check.fail(field, args[field], "leave it out: an existing network has its own");
    for (const [tier, ids] of Object.entries(args.existing.subnetIds))
      if (tier !== "public" && ids.length === 1)
        check.fail(`existing.subnetIds.${tier}`, ids, "name subnets in at least two zones, or none");
    return checkEndpoints(check, args.existing);
  }
  if (args.cidrBlock !== undefined) checkBlock(check, args.cidrBlock);
  check.integer("zones", args.zones, 2, 3, ZONES_PAGE);
  check.integer("natGateways", args.natGateways, 0, args.zones ?? 3, ZONES_PAGE);
}

/** Endpoints are added, for which route tables must be known; or there are some, whose security group must be known. */
function checkEndpoints(check: ReturnType<typeof inputChecks>, existing: ExistingNetwork): void {
  const { addEndpoints = true, privateRouteTableIds, endpointSecurityGroupId } = existing;
  if (addEndpoints) {
    const without = "or set addEndpoints: false where the network has endpoints of its own";
    if (!privateRouteTableIds?.length)
      check.fail(
        "existing.privateRouteTableIds",
        privateRouteTableIds,
        `name the route tables of the private subnets, by which S3 and DynamoDB are reached, ${without} (${ENDPOINTS_PAGE})`,
      );
    if (endpointSecurityGroupId !== undefined)
      check.fail("existing.endpointSecurityGroupId", endpointSecurityGroupId, `leave it out, ${without}`);
    return;
  }
  if (privateRouteTableIds?.length)
    check.fail("existing.privateRouteTableIds", privateRouteTableIds, "leave it out: no endpoint is added");
  if (endpointSecurityGroupId === undefined)
    check.fail(
      "existing.endpointSecurityGroupId",
      undefined,
      `name the security group of the interface endpoints, by which AWS is reached (${ENDPOINTS_PAGE})`,
    );
}

function checkBlock(check: ReturnType<typeof inputChecks>, block: string): void {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block)?.slice(1).map(Number);
  const isBlock = parts && parts.slice(0, 4).every((part) => part < 256) && PRIVATE.test(block);
  if (!isBlock || parts[4]! < 16 || parts[4]! > 24)
    check.fail("cidrBlock", block, `use a private IPv4 block with a prefix of 16 to 24 (${VPC_PAGE})`);
  const address = parts!.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  if (address % 2 ** (32 - parts![4]!) !== 0)
    check.fail("cidrBlock", block, `start it where a block of that size starts (${VPC_PAGE})`);
}
