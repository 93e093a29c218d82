import type { Adaptation } from "./adaptation";

/** Does not wait for a distribution to be deployed: on the emulator it is at once, and the provider looks after 30 s only. */
export const waitForDeployment: Adaptation = {
  change: "A distribution is not waited for",
  reason: "On the emulator it is deployed at once; the provider would wait half a minute before it looks",
  coveredBy: "test/components/edge",
  transform: ({ type, props, opts }) =>
    type === "aws:cloudfront/distribution:Distribution"
      ? { props: { ...props, waitForDeployment: false }, opts }
      : undefined,
};
