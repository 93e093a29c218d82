/**
 * SQL is never put together from data: values are parameters of statements that stand in one module. Finds a template with
 * values in it, and texts joined with anything, that begin as a statement does.
 * https://cheatsheetseries.owasp.org/cheatsheets/Query_Parameterization_Cheat_Sheet.html
 */
const STATEMENT =
  /^\s*(SELECT\s|INSERT\s+(INTO|IGNORE)\s|UPDATE\s+[\w`"]*\s*SET\s|DELETE\s+FROM\s|MERGE\s+INTO\s|REPLACE\s+INTO\s|(CREATE|DROP|ALTER|TRUNCATE)\s+(TEMP\s+)?(TABLE|INDEX|VIEW|USER|DATABASE|SCHEMA)\b|GRANT\s|CALL\s)/i;

export default {
  meta: {
    type: "problem",
    messages: {
      built: "SQL must not be put together: write the statement in a statements.ts and pass values as parameters.",
    },
    schema: [],
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: "built" });
    return {
      TemplateLiteral(node) {
        if (node.expressions.length > 0 && STATEMENT.test(node.quasis[0].value.raw + " ")) report(node);
      },
      BinaryExpression(node) {
        if (node.operator === "+" && STATEMENT.test(startOf(node) + " ")) report(node);
      },
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        if (
          ["concat", "replace", "replaceAll"].includes(callee.property.name) &&
          STATEMENT.test(startOf(callee.object) + " ")
        )
          report(node);
        if (
          callee.property.name === "join" &&
          callee.object.type === "ArrayExpression" &&
          callee.object.elements.length
        )
          if (STATEMENT.test(startOf(callee.object.elements[0]) + " ")) report(node);
      },
    };
  },
};

/** The text that a joined text begins with, or nothing. */
function startOf(node) {
  if (node?.type === "BinaryExpression") return startOf(node.left);
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : "";
  return node?.type === "TemplateLiteral" ? node.quasis[0].value.raw : "";
}
