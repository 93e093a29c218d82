import { Network } from "../../components/network/network";
import type { System, SystemResult } from "./system";

export interface NetworkResult extends SystemResult {
  network: Network;
}

/** The network that containers, databases and the warehouse share; they add the endpoints they need. */
export const network: System<"network", NetworkResult> = {
  name: "network",
  build(context) {
    const { environment, settings, options } = context;
    const { existing, ...own } = settings;
    const made = new Network(
      "network",
      {
        key: context.key(),
        ...own,
        ...(existing && {
          existing: {
            vpcId: existing.vpcId,
            cidrBlock: existing.cidrBlock,
            subnetIds: {
              public: existing.publicSubnetIds,
              private: existing.privateSubnetIds,
              isolated: existing.isolatedSubnetIds,
            },
            privateRouteTableIds: existing.privateRouteTableIds,
            addEndpoints: existing.addEndpoints,
            endpointSecurityGroupId: existing.endpointSecurityGroupId,
          },
        }),
        logRetentionDays: environment.logRetentionDays,
      },
      options,
    );
    return {
      network: made,
      outputs: {
        vpcId: made.vpcId,
        publicSubnetIds: made.subnetIds.public,
        privateSubnetIds: made.subnetIds.private,
        isolatedSubnetIds: made.subnetIds.isolated,
      },
      monitoring: [made.monitoring],
    };
  },
};
