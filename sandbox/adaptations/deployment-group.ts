import type { Adaptation } from "./adaptation";

/** What moto makes up of a deployment group. */
const FORGOTTEN = ["loadBalancerInfo"];

/** Keeps a deployment group from being changed again at every deployment. */
export const deploymentGroup: Adaptation = {
  change: "Changes of a deployment group's load balancers are not looked for; it is made with them",
  reason: "moto answers with load balancers that there are not",
  coveredBy: "test/components/delivery/release.test.ts",
  transform: ({ type, props, opts }) => {
    if (type !== "aws:codedeploy/deploymentGroup:DeploymentGroup") return undefined;
    return { props, opts: { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), ...FORGOTTEN] } };
  },
};
