import type * as auto from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { readUnfinished } from "../../../tools/deploy/read-unfinished";
import { recordedProgress } from "../../sandbox/engine/support/recorded-progress";

const SERVICE = "urn:pulumi:dev::platform::aws:ecs/service:Service::httpd-service";
const CLUSTER = "urn:pulumi:dev::platform::aws:ecs/cluster:Cluster::httpd-cluster";

/** A stack with a state, which remembers what it was asked to read. */
function stackWith(deployment: unknown): Pick<auto.Stack, "exportStack" | "refresh"> & { read: unknown[] } {
  const read: unknown[] = [];
  return {
    read,
    exportStack: () => Promise.resolve({ version: 3, deployment: deployment as Record<string, any> }),
    refresh: (options?: auto.RefreshOptions) => {
      read.push(options?.target);
      return Promise.resolve({} as auto.RefreshResult);
    },
  };
}

describe("reading what an update left unfinished", () => {
  it("reads that alone, and says so", async () => {
    const stack = stackWith({
      resources: [{ urn: CLUSTER }, { urn: SERVICE, initErrors: ["Service deployment rolled back"] }],
    });
    const report = recordedProgress();
    await readUnfinished(stack, report);
    expect(stack.read).to.deep.equal([[SERVICE]]);
    expect(report.lines).to.deep.equal(["Reading what the last update left unfinished: httpd-service."]);
  });

  it("reads nothing where all is finished, or nothing was made yet", async () => {
    for (const state of [{ resources: [{ urn: CLUSTER, initErrors: [] }, { urn: SERVICE }] }, {}, undefined]) {
      const stack = stackWith(state);
      const report = recordedProgress();
      await readUnfinished(stack, report);
      expect([stack.read, report.lines]).to.deep.equal([[], []]);
    }
  });
});
