import * as z from "zod/mini";
import { jsonVariable } from "../../shared/json-variable";
import { RedshiftWarehouse } from "./redshift-warehouse";
import { TableWarehouse } from "./table-warehouse";
import type { Warehouse } from "./warehouse";

const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("table"), tableName: z.string() }),
  z.strictObject({ kind: z.literal("redshift"), workgroupName: z.string(), database: z.string() }),
]);

/** Where rows go, as the environment variable `TARGET` says in JSON. */
export type Target = z.infer<typeof targetSchema>;

/**
 * The warehouse that the function is deployed with.
 *
 * @throws Error where `TARGET` is missing or not valid
 */
export function openWarehouse(): Warehouse {
  const target = jsonVariable("TARGET", targetSchema);
  return target.kind === "redshift" ? new RedshiftWarehouse(target) : new TableWarehouse(target.tableName);
}
