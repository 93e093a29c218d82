import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
  type DescribeStatementCommandOutput,
} from "@aws-sdk/client-redshift-data";
import { clientOptions } from "../../shared/client-options";
import { bounded } from "../../shared/deadline";
import { traced } from "../../shared/tracing";
import type { PlacedRow } from "../newest-rows";
import { statements } from "./statements";
import type { Loaded, Warehouse } from "./warehouse";

/** Seconds that one call waits for a statement; the client's own limit leaves room for it. */
const WAIT_SECONDS = 15;

const client = bounded(
  traced(
    new RedshiftDataClient({
      ...clientOptions,
      requestHandler: { ...clientOptions.requestHandler, requestTimeout: (WAIT_SECONDS + 5) * 1000 },
    }),
  ),
);

/** A VARCHAR holds 65,535 bytes, and the rows come as one. */
const MOST_BYTES = 60_000;

/** Where the warehouse is. */
export interface RedshiftPlace {
  workgroupName: string;
  database: string;
}

/**
 * A warehouse in Redshift Serverless, reached through its Data API with the function's own role: no password and no
 * connection. {@link https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html}
 */
export class RedshiftWarehouse implements Warehouse {
  constructor(private readonly place: RedshiftPlace) {}

  async load(rows: readonly PlacedRow[]): Promise<Loaded> {
    let changed = 0;
    for (const part of parts(rows)) changed += await this.merge(part);
    return { changed, unchanged: rows.length - changed };
  }

  /** Loads a part in one transaction, and says how many rows the merge touched. */
  private async merge(rows: readonly PlacedRow[]): Promise<number> {
    const value = JSON.stringify(rows.map(({ row }) => row));
    const { Id } = await client.send(
      new BatchExecuteStatementCommand({
        WorkgroupName: this.place.workgroupName,
        Database: this.place.database,
        Sqls: [...statements.load],
        Parameters: [{ name: "rows", value }],
        StatementName: "load-students",
        WaitTimeSeconds: WAIT_SECONDS,
      }),
    );
    const { SubStatements = [] } = await this.ended(Id!);
    const merge = SubStatements[statements.load.findIndex((sql) => sql.startsWith("MERGE"))];
    return Math.max(0, merge?.ResultRows ?? rows.length);
  }

  private async ended(Id: string): Promise<DescribeStatementCommandOutput> {
    for (;;) {
      const statement = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: WAIT_SECONDS }));
      if (statement.Status === "FINISHED") return statement;
      // Redshift's own words can quote a value, so they stay where they are: the statement's id finds them.
      if (statement.Status === "FAILED" || statement.Status === "ABORTED")
        throw new Error(`The statement ${Id} is ${statement.Status}; nothing of it was loaded`);
    }
  }
}

/** Rows in parts that fit into one parameter, in their order. */
function parts(rows: readonly PlacedRow[]): PlacedRow[][] {
  const result: PlacedRow[][] = [];
  let room = 0;
  for (const placed of rows) {
    const bytes = Buffer.byteLength(JSON.stringify(placed.row)) + 1;
    if (bytes > room) {
      result.push([]);
      room = MOST_BYTES;
    }
    result.at(-1)!.push(placed);
    room -= bytes;
  }
  return result;
}
