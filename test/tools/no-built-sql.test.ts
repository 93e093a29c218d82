import { ESLint } from "eslint";
import { expect } from "chai";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

describe("the lint rule against built SQL", function () {
  this.timeout(180_000);
  const eslint = new ESLint({ cwd: root });

  async function isFound(expression: string): Promise<boolean> {
    const text = `export const sql = (name: string, list: string[]) => ${expression};\n`;
    const [result] = await eslint.lintText(text, { filePath: path.join(root, "functions/relational/records.ts") });
    return result!.messages.some(({ ruleId }) => ruleId === "platform/no-built-sql");
  }

  it("finds a statement with a value in it, however it gets there", async () => {
    for (const expression of [
      "`SELECT * FROM enrolments WHERE roll = '${name}'`",
      '"delete from enrolments where roll = " + name',
      '"SELECT " + name + " FROM enrolments"',
      '"INSERT INTO enrolments VALUES (".concat(name, ")")',
      '"SELECT * FROM t WHERE roll = X".replace("X", name)',
      '["UPDATE t SET roll =", name].join(" ")',
      "`DROP TABLE ${name}`",
    ])
      expect(await isFound(expression), expression).to.equal(true);
  });

  it("lets whole statements and other texts be", async () => {
    for (const expression of [
      '"SELECT course FROM enrolments WHERE roll = ?"',
      "`SELECT 1`",
      "`SET #a = ${name}`",
      '"Selected " + name',
      '["a", name].join(", ")',
      'list.join(", ")',
    ])
      expect(await isFound(expression), expression).to.equal(false);
  });
});
