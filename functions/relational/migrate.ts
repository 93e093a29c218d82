import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import type { Context } from "aws-lambda";
import { clientOptions } from "../shared/client-options";
import { correlated, correlationIdIn } from "../shared/correlation";
import { beforeDeadline, bounded } from "../shared/deadline";
import { requiredVariable } from "../shared/environment";
import { logger } from "../shared/logger";
import { traced } from "../shared/tracing";
import { statements } from "./statements";

const resourceArn = requiredVariable("CLUSTER_ARN");
const secretArn = requiredVariable("SECRET_ARN");
const database = requiredVariable("DATABASE_NAME");

const client = bounded(
  traced(
    new RDSDataClient({
      ...clientOptions,
      requestHandler: { ...clientOptions.requestHandler, requestTimeout: 45_000 },
    }),
  ),
);

/**
 * Brings the database's tables up to date through the Data API, which needs no network. Run after a deployment that changed
 * them; running it again changes nothing.
 *
 * Event: anything. Environment: `CLUSTER_ARN`, `SECRET_ARN`, `DATABASE_NAME`.
 */
export const handler = async (event: unknown, context: Context): Promise<{ applied: number }> => {
  logger.addContext(context);
  const work = async () => {
    for (const [index, sql] of statements.migrations.entries()) {
      await client.send(new ExecuteStatementCommand({ resourceArn, secretArn, database, sql }));
      logger.info("applied", { migration: index + 1 });
    }
    return { applied: statements.migrations.length };
  };
  return correlated(correlationIdIn(event) ?? context.awsRequestId, () => beforeDeadline(context, work));
};
