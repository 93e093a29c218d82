import type { AwsRequest } from "../gateway/aws-request";
import type { Forwarded } from "../gateway/forward-request";
import type { ControlPlane } from "./control-plane";
import type { Databases } from "./databases";
import type { SqlValue } from "./sql-database";

/** A value as the Data API writes it. */
type Field = { isNull: true } | { stringValue: string } | { longValue: number } | { doubleValue: number };

interface ExecuteRequest {
  resourceArn?: string;
  secretArn?: string;
  sql?: string;
  parameters?: { name: string; value: Record<string, unknown> }[];
}

/**
 * The Data API's plain statements, on the same data as the proxies'. Transactions and batches are refused by name: nothing of
 * the platform uses them. https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html
 */
export class DataApi {
  constructor(
    private readonly databases: Databases,
    private readonly controlPlane: Pick<ControlPlane, "cluster" | "userOf">,
  ) {}

  /** @returns undefined for a request that is none of the Data API */
  async answer(request: AwsRequest): Promise<Forwarded | undefined> {
    if (request.service !== "rds-data") return undefined;
    if (request.path !== "/Execute")
      return failure("BadRequestException", `The sandbox's Data API runs single statements only, not ${request.path}`);
    const {
      resourceArn = "",
      secretArn = "",
      sql = "",
      parameters = [],
    } = JSON.parse(request.body.toString("utf8")) as ExecuteRequest;
    const cluster = await this.controlPlane.cluster(resourceArn.split(":").at(-1) ?? "");
    if (cluster?.arn !== resourceArn) return failure("BadRequestException", `There is no cluster ${resourceArn}`);
    if (!cluster.hasDataApi) return failure("HttpEndpointNotEnabledException", `${resourceArn} has no Data API`);
    if (!(await this.controlPlane.userOf(secretArn)))
      return failure("BadRequestException", `The secret ${secretArn} holds no user and password`);
    try {
      const values = Object.fromEntries(parameters.map(({ name, value }) => [`:${name}`, valueOf(value)]));
      const { rows, changed } = this.databases.dataOf(resourceArn).run(sql, parameters.length ? values : []);
      return json(200, {
        numberOfRecordsUpdated: Number(changed),
        generatedFields: [],
        records: rows.map((row) => row.map(fieldOf)),
      });
    } catch (error) {
      return failure("DatabaseErrorException", (error as Error).message);
    }
  }
}

function valueOf(value: Record<string, unknown>): SqlValue {
  if (value["isNull"]) return null;
  const [given] = Object.values(value);
  return typeof given === "boolean" ? BigInt(given) : (given as SqlValue);
}

function fieldOf(value: SqlValue): Field {
  if (value === null) return { isNull: true };
  if (typeof value === "bigint") return { longValue: Number(value) };
  return typeof value === "number" ? { doubleValue: value } : { stringValue: String(value) };
}

function failure(code: string, message: string): Forwarded {
  const { headers, ...rest } = json(400, { message, code });
  return { ...rest, headers: { ...headers, "x-amzn-errortype": code } };
}

function json(status: number, body: object): Forwarded {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) };
}
