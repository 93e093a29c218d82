import type { Connection } from "mysql2/promise";
import { waitBeforeRetry } from "../shared/backoff";
import { logger } from "../shared/logger";
import { connect } from "./connect";
import { isLostConnection } from "./lost-connection";

/** With what connecting may take, within the function's own time. */
const ATTEMPTS = 4;
const BACKOFF = { base: 400, most: 1_600 };

/**
 * Does work on a connection of its own, and again on another one where that was lost, four times at most. The work may have
 * been done although its answer was lost, so doing it twice must be doing it once.
 *
 * @param use the work; it gets the connection, which is closed when it is over
 * @returns what the work returns
 * @throws what the work or the last connection throws
 */
export async function withConnection<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let connection: Connection | undefined;
    try {
      connection = await connect();
      return await use(connection);
    } catch (error) {
      if (attempt === ATTEMPTS || !isLostConnection(error)) throw error;
      logger.warn("connection lost", { attempt, code: (error as { code?: string }).code });
      await waitBeforeRetry(attempt, BACKOFF);
    } finally {
      // The proxy takes the connection back; nothing stays open between invocations.
      connection?.destroy();
    }
  }
}
