import { AsyncLocalStorage } from "node:async_hooks";

/** The longest id that is taken from outside. */
const LONGEST = 128;

/** Ids of gateways, executions and producers: printable, and never something that could pass for another field of a line. */
const FORM = /^[\w.:/=+@-]+$/;

const ids = new AsyncLocalStorage<string>();

/**
 * Does work that belongs to one request, which may have begun in another function: each line that is logged in it, each
 * trace and each document of metrics carries the id. Work within work may belong to another one, and work for different
 * requests may run at the same time.
 *
 * @param id the request's correlation id
 * @param work the work
 */
export function correlated<T>(id: string, work: () => T): T {
  return ids.run(id, work);
}

/** The id of the request that is worked for; absent outside of {@link correlated}. */
export function correlationId(): string | undefined {
  return ids.getStore();
}

/**
 * The correlation id that came along with something: its field `correlationId`. What is no such id counts as none, so that
 * nothing is refused for it.
 *
 * @param value an event, a record's data, an execution's input; anything at all
 */
export function correlationIdIn(value: unknown): string | undefined {
  const id = (value as { correlationId?: unknown } | null | undefined)?.correlationId;
  return isCorrelationId(id) ? id : undefined;
}

/** Whether something has the form of a correlation id: up to 128 letters, digits and marks of ids and ARNs. */
export function isCorrelationId(id: unknown): id is string {
  return typeof id === "string" && id.length <= LONGEST && FORM.test(id);
}

/**
 * What a line about several requests at once tells of them, so that it is found by each one's id: nothing where no id is
 * known, `correlation_ids` where some are, each once.
 *
 * @param known ids, those that are not known included
 */
export function correlationIds(known: readonly (string | undefined)[]): { correlation_ids?: string[] } {
  const each = [...new Set(known.filter((id) => id !== undefined))];
  return each.length > 0 ? { correlation_ids: each } : {};
}

/**
 * The id of a batch, for what is logged and counted of all of it: that of its records where they have one in common, else
 * the invocation's.
 *
 * @param known ids of the records, those that are not known included
 * @param invocation the invocation's request id
 */
export function batchId(known: readonly (string | undefined)[], invocation: string): string {
  const [first, ...others] = new Set(known);
  return first !== undefined && others.length === 0 ? first : invocation;
}
