import { expect } from "chai";
import { Bucket } from "../../../components/data/bucket";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import type { LoadBalancerArgs } from "../../../components/network/load-balancer";
import { errorOf, record } from "../../support/record";
import { makeLoadBalancer } from "../compute/make-service";

const TARGETS = "aws:lb/targetGroup:TargetGroup";

describe("LoadBalancer", () => {
  it("asks the path of each target, on the port where it listens", async () => {
    const longest = `/${"a".repeat(1023)}`;
    for (const [healthCheckPath, targetPort] of [
      ["/", 1],
      ["/health?deep=1", 65_535],
      [longest, 8080],
    ] as const) {
      const { one } = await record(() => makeLoadBalancer({ healthCheckPath, targetPort }));
      expect(one(TARGETS).inputs)
        .to.include({ port: targetPort })
        .and.nested.include({ "healthCheck.path": healthCheckPath });
    }
  });

  it("refuses a port, path or log bucket that cannot be, and says what can", async () => {
    const cases: [() => Partial<LoadBalancerArgs>, RegExp][] = [
      [() => ({ targetPort: 0 }), /targetPort is 0; use a whole number from 1 to 65535/],
      [() => ({ targetPort: 65_536 }), /targetPort is 65536/],
      [() => ({ targetPort: 80.5 }), /targetPort is 80\.5/],
      [() => ({ healthCheckPath: "health" }), /healthCheckPath is "health"; use a path that starts with \//],
      [() => ({ healthCheckPath: "" }), /healthCheckPath is ""/],
      [() => ({ healthCheckPath: "/a b" }), /healthCheckPath is "\/a b"/],
      [() => ({ healthCheckPath: `/${"a".repeat(1024)}` }), /healthCheckPath is/],
      [
        () => ({ accessLogs: new Bucket("data", { key: new Key("other", { description: "Tests" }) }) }),
        /accessLogs is "data"; use a bucket with logTarget: \["loadBalancer"\]/,
      ],
      [
        () => ({ accessLogs: new Bucket("others", { logTarget: true, encryption: "AES256" }) }),
        /accessLogs is "others"; use a bucket with logTarget: \["loadBalancer"\]/,
      ],
    ];
    for (const [args, message] of cases) {
      const error = await errorOf(() => makeLoadBalancer(args()));
      expect(error, message.source).to.be.instanceOf(InputError);
      expect(error.message).to.match(message).and.include('LoadBalancer "balancer"');
    }
  });
});
