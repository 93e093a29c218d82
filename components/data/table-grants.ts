import * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../access/grantee";
import { tableActions, type TableReadAction, type TableWriteAction } from "./table-actions";

/** Narrows a grant on a table. */
export interface TableGrantOptions<Action extends string> {
  /** Exactly these actions, rather than the defaults. */
  actions?: Action[];
  /** Indexes that Query and Scan may use. Default all of the table's; `[]` none. */
  indexes?: string[];
  /**
   * Conditions on the table's statements, for example
   * `{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["…"] } }` for the caller's own items.
   */
  conditions?: GrantStatement["conditions"];
}

/** Options of a read grant. Default actions: GetItem, BatchGetItem, Query. */
export type TableReadOptions = TableGrantOptions<TableReadAction>;
/** Options of a write grant. Default actions: PutItem, UpdateItem, DeleteItem, BatchWriteItem. */
export type TableWriteOptions = TableGrantOptions<TableWriteAction>;
/** Options of a grant to read and write. Default actions: those of both. */
export type TableReadWriteOptions = TableGrantOptions<TableReadAction | TableWriteAction>;

/**
 * The statements for actions on a table: those that also work on indexes get the indexes' ARNs, the others do not.
 *
 * @param sid starts the statement ids, for example `Read`
 * @param indexes names of the indexes that may be used
 */
export function tableStatements(
  sid: string,
  arn: pulumi.Output<string>,
  actions: string[],
  indexes: string[],
  conditions?: GrantStatement["conditions"],
): GrantStatement[] {
  const indexed = indexes.length ? actions.filter((action) => tableActions.indexed.includes(action)) : [];
  const others = actions.filter((action) => !indexed.includes(action));
  const indexArns = indexes.map((index) => pulumi.interpolate`${arn}/index/${index}`);
  const statements: GrantStatement[] = [];
  if (others.length) statements.push({ sid: `${sid}Items`, actions: others, resources: [arn], conditions });
  if (indexed.length)
    statements.push({ sid: `${sid}Indexes`, actions: indexed, resources: [arn, ...indexArns], conditions });
  return statements;
}
