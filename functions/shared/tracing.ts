import { randomBytes } from "node:crypto";
import { correlationId } from "./correlation";
import { sendSegment } from "./trace-transport";

/** The trace of the running invocation, as Lambda names it in its environment. */
interface Trace {
  id: string;
  parent: string;
}

/** What the tracer needs to know of an AWS SDK client. */
interface TraceableClient {
  config: { serviceId?: string };
  middlewareStack: {
    add(
      middleware: (next: Next, context: { commandName?: string }) => Next,
      options: { step: "initialize"; name: string },
    ): void;
  };
}
/** What a subsegment says besides its place and time. */
interface Fields {
  name: string;
  namespace?: "aws";
  aws?: { operation: string };
}
type Next = (parameters: never) => Promise<{ output: unknown }>;

/**
 * Makes every call of an AWS client a subsegment of the invocation's trace in X-Ray. Costs nothing where the invocation
 * is not sampled. Why this is done here and not by a library: docs/decisions/0005-tracing.md.
 *
 * @param client the client, which is also returned
 */
export function traced<T extends object>(client: T): T {
  const traceable = client as unknown as TraceableClient;
  const service = traceable.config.serviceId ?? "AWS";
  traceable.middlewareStack.add(
    (next, { commandName }) =>
      (parameters) => {
        const trace = currentTrace();
        if (!trace) return next(parameters);
        const operation = (commandName ?? "").replace(/Command$/, "");
        return recorded(trace, { name: service, namespace: "aws", aws: { operation } }, () => next(parameters));
      },
    { step: "initialize", name: "traced" },
  );
  return client;
}

/**
 * Makes a piece of work a subsegment of the invocation's trace.
 *
 * @param name what X-Ray shows, up to 200 characters
 * @param work the work
 */
export async function traceStep<T>(name: string, work: () => Promise<T>): Promise<T> {
  const trace = currentTrace();
  return trace ? recorded(trace, { name }, work) : work();
}

async function recorded<T>(trace: Trace, fields: Fields, work: () => Promise<T>): Promise<T> {
  const id = correlationId();
  const segment = {
    ...fields,
    // Traces are found by annotations: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
    ...(id !== undefined && { annotations: { correlation_id: id } }),
    id: randomBytes(8).toString("hex"),
    trace_id: trace.id,
    parent_id: trace.parent,
    type: "subsegment",
    start_time: Date.now() / 1000,
  };
  try {
    const result = await work();
    await sendSegment({ ...segment, end_time: Date.now() / 1000 });
    return result;
  } catch (error) {
    await sendSegment({ ...segment, end_time: Date.now() / 1000, ...failure(error as FailedCall) });
    throw error;
  }
}

interface FailedCall extends Error {
  $metadata?: { httpStatusCode?: number };
}

/** The kind of error only: a message may quote data. */
function failure({ name, $metadata }: FailedCall): object {
  const status = $metadata?.httpStatusCode ?? 500;
  const cause = { exceptions: [{ id: randomBytes(8).toString("hex"), type: name }] };
  return status < 500 ? { error: true, throttle: status === 429, cause } : { fault: true, cause };
}

/** Read anew for each call: Lambda writes it before every invocation. */
function currentTrace(): Trace | undefined {
  if (process.env["POWERTOOLS_TRACE_ENABLED"] === "false") return undefined;
  const header = process.env["_X_AMZN_TRACE_ID"];
  if (!header) return undefined;
  const fields = Object.fromEntries(header.split(";").map((field) => field.split("=") as [string, string]));
  const { Root: id, Parent: parent, Sampled: sampled } = fields;
  return id && parent && sampled === "1" ? { id, parent } : undefined;
}
