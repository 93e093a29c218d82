import { comesFromStatements, isStatementsModule } from "./statements-source.mjs";

/**
 * SQL is never put together from data: values are parameters of statements that stand, whole, in a module `statements.ts`.
 * Finds statements that are put together, statements that stand elsewhere, and what is run (the first argument of `execute`,
 * `query` and `prepare`, and properties such as `sql`) without coming from such a module; and in the module itself whatever is
 * not a whole text. https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html
 */
const STATEMENT =
  /^\s*(SELECT\s|INSERT\s+(INTO|IGNORE)\s|UPDATE\s+[\w`"]*\s*SET\s|DELETE\s+FROM\s|MERGE\s+INTO\s|REPLACE\s+INTO\s|(CREATE|DROP|ALTER|TRUNCATE)\s+(TEMP\s+)?(TABLE|INDEX|VIEW|USER|DATABASE|SCHEMA)\b|GRANT\s|CALL\s)/i;

/** As above, but for words with which other texts begin too: these in capitals, or with what follows them in SQL. */
const WHOLE = [
  /^\s*(SELECT|CALL|GRANT|REVOKE|WITH)\s/,
  /^\s*SELECT\s[\s\S]*\sFROM\s/i,
  /^\s*(INSERT\s+(INTO|IGNORE)|DELETE\s+FROM|MERGE\s+INTO|REPLACE\s+INTO)\s/i,
  /^\s*UPDATE\s+[\w`"]+\s+SET\s/i,
  /^\s*(CREATE|DROP|ALTER|TRUNCATE)\s+(OR\s+REPLACE\s+)?(TEMP(ORARY)?\s+)?(TABLE|INDEX|VIEW|USER|DATABASE|SCHEMA|PROCEDURE|FUNCTION)\b/i,
];

const RUNS = new Set(["execute", "query", "prepare"]);
/** `sql` of mysql2 and of the Data API of Aurora, `Sql` and `Sqls` of Redshift's. */
const RUN_PROPERTY = /^(sqls?|sqlStatements)$/i;

export default {
  meta: {
    type: "problem",
    messages: {
      built: "SQL must not be put together: write the statement in a statements.ts and pass values as parameters.",
      elsewhere: "SQL stands in a statements.ts alone: move the statement there.",
      run: "What is run must come, as it is, from a statements.ts: its values are parameters.",
      whole: "This module holds whole statements alone: nothing is imported, called or put together in it.",
    },
    schema: [],
  },
  create(context) {
    return isStatementsModule(context.filename) ? inStatements(context) : elsewhere(context);
  },
};

function inStatements(context) {
  const report = (node) => context.report({ node, messageId: "whole" });
  return {
    "TemplateLiteral[expressions.length>0]": report,
    BinaryExpression: report,
    AssignmentExpression: report,
    CallExpression: report,
    NewExpression: report,
    TaggedTemplateExpression: report,
    ":function": report,
    ImportDeclaration: report,
    "ExportNamedDeclaration[source]": report,
    ExportAllDeclaration: report,
  };
}

function elsewhere(context) {
  const { sourceCode } = context;
  const report = (node, messageId) => context.report({ node, messageId });
  const checkText = (node, text) => WHOLE.some((form) => form.test(`${text} `)) && report(node, "elsewhere");
  const checkRun = (node) => comesFromStatements(node, sourceCode) || report(node, "run");
  return {
    Literal: (node) => typeof node.value === "string" && checkText(node, node.value),
    TemplateLiteral(node) {
      const text = node.quasis[0].value.cooked ?? node.quasis[0].value.raw;
      if (node.expressions.length === 0) checkText(node, text);
      else if (STATEMENT.test(`${text} `)) report(node, "built");
    },
    BinaryExpression(node) {
      if (node.operator === "+" && STATEMENT.test(startOf(node) + " ")) report(node, "built");
    },
    CallExpression(node) {
      const name = memberName(node.callee);
      if (RUNS.has(name) && node.arguments.length > 0) checkRun(node.arguments[0]);
      const { object } = node.callee;
      if (["concat", "replace", "replaceAll"].includes(name) && STATEMENT.test(startOf(object) + " "))
        report(node, "built");
      if (name === "join" && object.type === "ArrayExpression" && STATEMENT.test(startOf(object.elements[0]) + " "))
        report(node, "built");
    },
    "ObjectExpression > Property"(node) {
      if (RUN_PROPERTY.test(keyName(node))) checkRun(node.value);
    },
    "AssignmentExpression > MemberExpression.left"(node) {
      if (RUN_PROPERTY.test(memberName(node) ?? "")) checkRun(node.parent.right);
    },
  };
}

/** The text that a joined text begins with, or nothing. */
function startOf(node) {
  if (node?.type === "BinaryExpression") return startOf(node.left);
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : "";
  return node?.type === "TemplateLiteral" ? node.quasis[0].value.raw : "";
}

/** `b` of `a.b` and `a["b"]`. */
function memberName(node) {
  if (node.type !== "MemberExpression") return undefined;
  if (!node.computed) return node.property.name;
  return node.property.type === "Literal" ? node.property.value : undefined;
}

function keyName({ key, computed }) {
  return key.type === "Literal" ? String(key.value) : computed ? "" : key.name;
}
