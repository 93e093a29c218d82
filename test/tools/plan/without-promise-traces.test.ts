import { expect } from "chai";
import { withoutPromiseTraces } from "../../../tools/plan/without-promise-traces";

const debuggable = require("@pulumi/pulumi/runtime/debuggable") as {
  debuggablePromise: <T>(promise: Promise<T>, context: unknown) => Promise<T>;
  debugPromiseLeaks: boolean;
};

const traceOf = (promise: Promise<unknown>) => (promise as unknown as { _debugStackTrace: string })._debugStackTrace;

describe("Pulumi's promises without traces", () => {
  it("are watched as before, without what each trace costs", async () => {
    const original = debuggable.debuggablePromise;
    const limit = Error.stackTraceLimit;
    const restore = withoutPromiseTraces();
    try {
      const promise = Promise.resolve(1);
      expect(await debuggable.debuggablePromise(promise, "one")).to.equal(1);
      expect(traceOf(promise)).to.equal("Error");
      expect(Error.stackTraceLimit, "other errors have their traces").to.equal(limit);
    } finally {
      restore();
    }
    expect(debuggable.debuggablePromise).to.equal(original);
  });

  it("are spared once, by whoever comes first", () => {
    const restore = withoutPromiseTraces();
    try {
      const spared = debuggable.debuggablePromise;
      withoutPromiseTraces()();
      expect(debuggable.debuggablePromise).to.equal(spared);
    } finally {
      restore();
    }
  });

  it("have their traces where leaks are looked for", () => {
    const before = debuggable.debugPromiseLeaks;
    debuggable.debugPromiseLeaks = true;
    const restore = withoutPromiseTraces();
    try {
      const promise = Promise.resolve(1);
      void debuggable.debuggablePromise(promise, "one");
      expect(traceOf(promise)).to.contain("without-promise-traces.test.ts");
    } finally {
      restore();
      debuggable.debugPromiseLeaks = before;
    }
  });
});
