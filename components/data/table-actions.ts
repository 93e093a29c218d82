/** Actions that read single items or the table itself. */
const READ_ITEMS = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DescribeTable",
] as const;

/** Actions that also work on an index, and need its ARN there. */
const READ_INDEXES = ["dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect"] as const;

const WRITE = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:PartiQLInsert",
  "dynamodb:PartiQLUpdate",
  "dynamodb:PartiQLDelete",
] as const;

export type TableReadAction = (typeof READ_ITEMS)[number] | (typeof READ_INDEXES)[number];
export type TableWriteAction = (typeof WRITE)[number];

/**
 * The data actions of a table, exact and by kind. A transaction needs the action of each of its parts.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export const tableActions = {
  read: [...READ_ITEMS, ...READ_INDEXES] as readonly string[],
  indexed: READ_INDEXES as readonly string[],
  write: WRITE as readonly string[],
  /** Without Scan, which reads the whole table, and is to be asked for. */
  defaultRead: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"] as TableReadAction[],
  defaultWrite: [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
  ] as TableWriteAction[],
  // Of these only ListStreams takes no resource by the letter of the reference; AWS's own example limits it to the
  // stream all the same, and Lambda asks for no more. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html
  readStream: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
};
