import { DatabaseSync, type SQLInputValue } from "node:sqlite";

export type SqlValue = null | string | number | bigint | Uint8Array;

/** What a statement gave. */
export interface SqlResult {
  columns: string[];
  rows: SqlValue[][];
  changed: bigint;
  insertId: bigint;
}

/**
 * A database in memory that takes the common part of MySQL's language: SQLite, with what is spelt differently there put
 * right. It is there so that handlers can run; what a statement means in MySQL itself, a test against MySQL has to show.
 */
export class SqlDatabase {
  private readonly database = new DatabaseSync(":memory:");

  /**
   * @param sql one statement, with `?` or `:name` for values
   * @throws Error as SQLite words it
   */
  run(sql: string, values: SqlValue[] | Record<string, SqlValue> = []): SqlResult {
    const statement = this.database.prepare(asSqlite(sql));
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns().map(({ name }) => name);
    const given = (Array.isArray(values) ? values : [values]) as SQLInputValue[];
    if (columns.length) {
      const rows = statement.all(...given) as unknown as SqlValue[][];
      return { columns, rows, changed: 0n, insertId: 0n };
    }
    const before = this.changes();
    const { changes, lastInsertRowid } = statement.run(...given);
    // SQLite still tells the changes of the statement before, where this one made none.
    return {
      columns,
      rows: [],
      changed: this.changes() === before ? 0n : BigInt(changes),
      insertId: BigInt(lastInsertRowid),
    };
  }

  /** Names of the columns that a statement gives. */
  columnsOf(sql: string): string[] {
    return this.database
      .prepare(asSqlite(sql))
      .columns()
      .map(({ name }) => name);
  }

  private changes(): unknown {
    return this.database.prepare("SELECT total_changes()").get()!["total_changes()"];
  }
}

/** Where a statement has no text between quotes: what MySQL spells otherwise. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/\bINSERT\s+IGNORE\b/gi, "INSERT OR IGNORE"],
  [/\bREPLACE\s+INTO\b/gi, "INSERT OR REPLACE INTO"],
  [/\bCHARACTER\s+SET\s+\w+/gi, ""],
  [/\bCOLLATE\s+\w+_bin\b/gi, "COLLATE BINARY"],
  [/\bCOLLATE\s+\w+_ci\b/gi, "COLLATE NOCASE"],
  [/\bENGINE\s*=\s*\w+/gi, ""],
  [/\bAUTO_INCREMENT\b/gi, ""],
];

const QUOTED = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/g;

function asSqlite(sql: string): string {
  const quoted = sql.match(QUOTED) ?? [];
  const parts = sql
    .split(QUOTED)
    .map((part) => SPELLINGS.reduce((all, [mysql, lite]) => all.replace(mysql, lite), part));
  return parts.map((part, index) => part + (quoted[index] ?? "")).join("");
}

/** How many values a statement with `?` takes. */
export function parametersOf(sql: string): number {
  return sql.replace(QUOTED, "").split("?").length - 1;
}
