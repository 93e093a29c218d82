/** What Pulumi wraps each of its promises in. */
type Wrap = <T>(promise: Promise<T>, context: unknown) => Promise<T>;

/** Those that keep no trace, so that what is spared once is not spared again. */
const spared = new WeakSet<Wrap>();

/**
 * Spares Pulumi the stack trace that it keeps with each promise, which it shows only where one is never settled. It is most
 * of what making a resource costs where source maps are on, since each line of it is looked up in its file's map. Promises
 * are still watched, and the traces are there with `PULUMI_DEBUG_PROMISE_LEAKS`.
 *
 * @returns puts it back
 */
export function withoutPromiseTraces(): () => void {
  // By require: an imported module cannot be changed.
  const module = require("@pulumi/pulumi/runtime/debuggable") as {
    debuggablePromise: Wrap;
    debugPromiseLeaks: boolean;
  };
  const original = module.debuggablePromise;
  if (module.debugPromiseLeaks || spared.has(original)) return () => undefined;
  const wrap: Wrap = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return original(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  spared.add(wrap);
  module.debuggablePromise = wrap;
  return () => {
    module.debuggablePromise = original;
  };
}
