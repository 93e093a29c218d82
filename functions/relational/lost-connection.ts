/**
 * What the driver calls a connection that could not be made or that ended: by a failover, a restart, or a proxy or database
 * that has no connection left. None of these says that the statement itself was wrong.
 */
const LOST: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "PROTOCOL_CONNECTION_LOST",
  "ER_CON_COUNT_ERROR",
  "ER_SERVER_SHUTDOWN",
  // The writer became a reader while the connection was open.
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_READ_ONLY_MODE",
]);

/** Whether another connection may do what this one could not. */
export function isLostConnection(error: unknown): boolean {
  return LOST.has((error as { code?: string }).code ?? "");
}

/** Whether a statement was not answered in time, as where the proxy waits for a connection that does not come free. */
export function isTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === "PROTOCOL_SEQUENCE_TIMEOUT";
}
