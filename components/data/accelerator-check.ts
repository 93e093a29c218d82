import { inputChecks } from "../input-checks";
import type { AcceleratorArgs } from "./accelerator-args";

const API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html";

/**
 * Refuses what DAX would refuse.
 *
 * @throws InputError for the first such argument
 */
export function checkAcceleratorArgs(name: string, args: AcceleratorArgs): void {
  const check = inputChecks("platform:data:Accelerator", name);
  check.matches(
    args.clusterName === undefined ? "name, which is the default cluster name," : "clusterName",
    args.clusterName ?? name,
    /^(?!.*--)[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
    "1 to 20 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen",
    API,
  );
  check.matches("nodeType", args.nodeType, /^dax\.[a-z0-9]+\.[a-z0-9]+$/, "a node type such as dax.t3.small", API);
  check.integer("nodes", args.nodes, 1, 11, API);
  check.integer("itemTimeToLiveSeconds", args.itemTimeToLiveSeconds, 1, 2_147_483, API);
  check.integer("queryTimeToLiveSeconds", args.queryTimeToLiveSeconds, 1, 2_147_483, API);
  check.oneOf("access", args.access, ["read", "readWrite"], "components/data/accelerator-args.ts");
  if (Array.isArray(args.subnetIds) && args.subnetIds.length === 0)
    check.fail("subnetIds", args.subnetIds, "name private subnets, in as many zones as the cluster has nodes");
  if (!args.clients || Object.keys(args.clients).length === 0)
    check.fail("clients", args.clients, "name the security groups of the functions that use the cluster");
}
