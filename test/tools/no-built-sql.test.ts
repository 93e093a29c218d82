import { ESLint, Linter } from "eslint";
import { expect } from "chai";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

/** What a handler has: the statements, a connection, data of a caller. */
const HEADER = `import { statements } from "./statements";
declare const connection: { execute(sql: unknown, values?: unknown[]): void; query(sql: unknown, values?: unknown[]): void };
declare const roll: string, parts: string[], action: "list" | "enrol";
`;
const HEADER_LINES = HEADER.split("\n").length - 1;

describe("the lint rule against built SQL", function () {
  this.timeout(180_000);
  const linter = new Linter({ configType: "flat" });
  let config: Linter.Config;

  // The repository's own plugin and parser, without the types that other rules need.
  before(async () => {
    const eslint = new ESLint({ cwd: root });
    const whole = (await eslint.calculateConfigForFile("functions/relational/records.ts")) as Linter.Config;
    expect(whole.rules).to.have.property("platform/no-built-sql").that.deep.equals([2]);
    config = {
      files: ["**/*.ts"],
      plugins: { platform: whole.plugins!["platform"]! },
      languageOptions: { parser: whole.languageOptions!.parser! },
      rules: { "platform/no-built-sql": "error" },
    };
  });

  /** Which of some one-line programs the rule refuses, each in a scope of its own. */
  function refused(programs: string[], file = "functions/relational/records.ts", header = HEADER): string[] {
    const lines = programs.map((program) => (header ? `(() => { ${program} })();` : program));
    const messages = linter.verify(`${header}${lines.join("\n")}\n`, [config], { filename: path.join(root, file) });
    expect(messages.filter(({ fatal }) => fatal)).to.deep.equal([]);
    const found = messages.map(({ line }) => line);
    return programs.filter((_, index) => found.includes(index + 1 + (header ? HEADER_LINES : 0)));
  }

  function refusesAll(programs: string[], file?: string, header?: string): void {
    expect(refused(programs, file, header)).to.deep.equal(programs);
  }

  it("finds a statement with a value in it, however it gets there", () => {
    refusesAll([
      "return `SELECT * FROM enrolments WHERE roll = '${roll}'`;",
      'return "delete from enrolments where roll = " + roll;',
      'return "SELECT " + roll + " FROM enrolments";',
      'return "INSERT INTO enrolments VALUES (".concat(roll, ")");',
      'return "SELECT * FROM t WHERE roll = X".replace("X", roll);',
      'return ["UPDATE t SET roll =", roll].join(" ");',
      "return `DROP TABLE ${roll}`;",
    ]);
  });

  it("finds a whole statement outside the statements' module", () => {
    refusesAll([
      'return "SELECT course FROM enrolments WHERE roll = ?";',
      'return "select course from enrolments";',
      "return `SELECT 1`;",
      "return `\n  INSERT IGNORE INTO enrolments VALUES (?, ?)`;".replace("\n", ""),
      'return "DROP TABLE enrolments";',
      'return "WITH r AS (SELECT 1) SELECT * FROM r";',
      'connection.execute("SELECT 1");',
    ]);
  });

  it("finds what is run and does not come from the statements' module", () => {
    refusesAll([
      'let sql: string = statements.list; sql += " WHERE roll = \'" + roll; connection.execute(sql);',
      "let sql: string = statements.list; sql = roll; connection.query(sql);",
      'connection.execute(statements.list.concat(" OR roll = ", roll));',
      'connection.query(parts.join(" ") + roll);',
      "connection.query(statements.list + roll);",
      "connection.query(`${statements.list} ${roll}`);",
      'connection.execute(statements.list.replace("?", roll));',
      "connection.execute(roll);",
      "connection.execute(action === 'list' ? statements.list : roll);",
      'connection["query"](roll);',
      "connection.execute({ sql: roll, timeout: 1 });",
      "const request = { timeout: 1 }; connection.execute({ ...request, values: [] });",
      "const run = (sql: string) => connection.execute(sql); run(statements.list); run(roll);",
      "function run(sql: string) { connection.execute(sql); } [roll].forEach(run);",
      "return { Sql: roll };",
      "return { Sqls: [...statements.migrations, roll] };",
      "const sqls = parts; return { sqls };",
      "for (const sql of [statements.list, roll]) connection.execute(sql);",
      "const list = [statements.list]; list.push(roll); connection.execute(list[0]);",
      "const all: string[] = [statements.list]; all[0] = roll; return { sqls: all };",
      "const input: { sql?: string } = {}; input.sql = roll;",
    ]);
    const exported = [
      "export function run(connection: any, sql: string): void { connection.execute(sql); }",
      "export const other = (connection: any, sql: string) => connection.execute(sql);",
    ];
    refusesAll(exported, "functions/relational/records.ts", "");
  });

  it("lets statements of the module be run, and other texts be", () => {
    expect(
      refused([
        "connection.execute(statements.list, [roll]);",
        "connection.query(statements[action]);",
        "const statement = statements[action]; connection.execute(statement);",
        "const { list } = statements; connection.execute(list);",
        "connection.execute(action === 'list' ? statements.list : statements.enrol);",
        "const within = (sql: string) => ({ sql, timeout: 1 }); connection.execute(within(statements.list));",
        "function within(sql: string) { return { sql, timeout: 1 }; } connection.execute(within(statements.list));",
        "for (const [index, sql] of statements.migrations.entries()) connection.execute({ sql, index });",
        "statements.migrations.forEach((sql) => connection.execute(sql));",
        "return { Sqls: [...statements.migrations, statements.list], Parameters: [] };",
        'return statements.migrations.findIndex((sql) => sql.startsWith("MERGE"));',
        "return `SET #a = ${roll}`;",
        'return "Selected " + roll;',
        'return "Select one of the courses";',
        'return "update failed: " + roll;',
        'return ["a", roll].join(", ");',
        'return parts.join(", ");',
        "interface Row { sql: string } return {} as Row;",
      ]),
    ).to.deep.equal([]);
  });

  it("takes whole texts alone in the statements' module", () => {
    const file = "functions/relational/statements.ts";
    const whole = [
      'export const statements = { list: "SELECT 1", migrations: [`CREATE TABLE t (a INT)`] } as const;',
      'export const other = "DELETE FROM t";',
    ];
    expect(refused(whole, file, "")).to.deep.equal([]);
    refusesAll(
      [
        "export const first = `SELECT ${process.env}`;",
        'export const second = first + " WHERE roll = ?";',
        "export const third = (roll: string) => roll;",
        "export function fourth(roll: string) { return roll; }",
        'export const fifth = [first].join(" ");',
        'import { sixth } from "./records";',
        'export { seventh } from "./records";',
      ],
      file,
      "",
    );
  });
});
