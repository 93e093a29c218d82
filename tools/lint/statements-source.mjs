import * as path from "node:path";

/** What leaves the texts of a list as they are. */
const PASSING = new Set(["at", "entries", "filter", "find", "values"]);
/** What gives each text of a list to a function, as its first argument. */
const EACH = new Set(["every", "filter", "find", "findIndex", "flatMap", "forEach", "map", "some"]);
/** What puts something else into a list. */
const CHANGING = new Set(["copyWithin", "fill", "push", "splice", "unshift"]);

/** Whether a file, or a module that is imported, is one of statements. */
export function isStatementsModule(name) {
  return /^statements(\.ts)?$/.test(path.basename(name));
}

/**
 * Whether an expression can only be a statement of a statements' module, as it stands there. Follows variables, loops, lists,
 * choices, and functions of the same file that are called directly; says no where it cannot tell.
 */
export function comesFromStatements(node, sourceCode, seen = new Set()) {
  // What is asked about itself is answered by the others.
  if (seen.has(node)) return true;
  seen.add(node);
  const from = (each) => comesFromStatements(each, sourceCode, seen);
  switch (node.type) {
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "ChainExpression":
      return from(node.expression);
    case "SpreadElement":
      return from(node.argument);
    case "ConditionalExpression":
      return from(node.consequent) && from(node.alternate);
    case "LogicalExpression":
      return from(node.left) && from(node.right);
    case "ArrayExpression":
      return node.elements.every((each) => each && from(each));
    // Its statement is judged where it is written.
    case "ObjectExpression":
      return node.properties.some((each) => each.type === "Property" && !each.computed && each.key.name === "sql");
    case "MemberExpression":
      return from(node.object);
    case "CallExpression":
      return callComes(node, from, sourceCode);
    case "Identifier":
      return variableComes(variableOf(node, sourceCode), from, sourceCode);
    default:
      return false;
  }
}

function callComes({ callee }, from, sourceCode) {
  if (callee.type === "MemberExpression" && !callee.computed && PASSING.has(callee.property.name))
    return from(callee.object);
  if (callee.type !== "Identifier") return false;
  const fn = functionOf(variableOf(callee, sourceCode));
  const results = fn && resultsOf(fn, sourceCode);
  return !!results?.length && results.every(from);
}

/** Whether whatever a variable is given, anywhere, comes from statements. */
function variableComes(variable, from, sourceCode) {
  const [definition] = variable?.defs ?? [];
  if (variable?.defs.length !== 1) return false;
  if (definition.type === "ImportBinding")
    return definition.parent.importKind !== "type" && isStatementsModule(definition.parent.source.value);
  const later = variable.references.filter((each) => each.isWrite() && !each.init);
  const isSet = ({ identifier: { parent } }) => parent.type === "AssignmentExpression" && parent.operator === "=";
  if (!later.every((each) => isSet(each) && from(each.writeExpr))) return false;
  if (variable.references.some(({ identifier }) => isChanged(identifier))) return false;
  if (definition.type === "Parameter") return parameterComes(definition, from, sourceCode);
  if (definition.type !== "Variable") return false;
  const declarator = definition.node;
  const loop = declarator.parent.parent;
  const given = loop.type === "ForOfStatement" && loop.left === declarator.parent ? loop.right : declarator.init;
  return !!given && from(given);
}

/** Whether something else is put into what a variable holds. */
function isChanged(identifier) {
  const { parent: member } = identifier;
  if (member.type !== "MemberExpression" || member.object !== identifier) return false;
  const { parent } = member;
  if (parent.type === "AssignmentExpression" && parent.left === member) return true;
  return parent.type === "CallExpression" && parent.callee === member && CHANGING.has(member.property.name);
}

/** A parameter of a function that this file alone calls, or that is given each text of a list. */
function parameterComes({ node: fn, name }, from, sourceCode) {
  const index = fn.params.findIndex((each) => each === name);
  if (index < 0) return false;
  const { parent } = fn;
  if (parent.type === "CallExpression" && parent.arguments[0] === fn && index === 0)
    return (
      parent.callee.type === "MemberExpression" && EACH.has(parent.callee.property.name) && from(parent.callee.object)
    );
  const declaration =
    fn.type === "FunctionDeclaration" ? fn : parent.type === "VariableDeclarator" ? parent : undefined;
  const variable = declaration?.id && variableOf(declaration.id, sourceCode);
  const uses = variable?.references.filter(({ identifier }) => identifier !== declaration.id) ?? [];
  const exported = [declaration?.parent, declaration?.parent?.parent].some((each) => each?.type.startsWith("Export"));
  const isCall = ({ identifier }) =>
    identifier.parent.type === "CallExpression" &&
    identifier.parent.callee === identifier &&
    !identifier.parent.arguments.slice(0, index + 1).some((each) => each.type === "SpreadElement");
  if (exported || uses.length === 0 || !uses.every(isCall)) return false;
  return uses.every(({ identifier }) => {
    const argument = identifier.parent.arguments[index];
    return !!argument && from(argument);
  });
}

function functionOf(variable) {
  const [definition] = variable?.defs ?? [];
  if (variable?.defs.length !== 1) return undefined;
  if (definition.type === "FunctionName") return definition.node;
  const { init, parent } = definition.node;
  const isFunction = init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression";
  return definition.type === "Variable" && parent.kind === "const" && isFunction ? init : undefined;
}

/** What a function returns, wherever in it; nothing where that is not simply to be seen. */
function resultsOf(fn, sourceCode) {
  if (fn.async || fn.generator || !fn.body) return undefined;
  if (fn.body.type !== "BlockStatement") return [fn.body];
  const results = [];
  const visit = (node) => {
    if (node.type === "ReturnStatement") results.push(node.argument);
    if (/Function/.test(node.type)) return;
    for (const key of sourceCode.visitorKeys[node.type] ?? [])
      for (const child of [node[key]].flat()) if (child) visit(child);
  };
  visit(fn.body);
  return results.every(Boolean) ? results : undefined;
}

function variableOf(identifier, sourceCode) {
  for (let scope = sourceCode.getScope(identifier); scope; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable) return variable;
  }
  return undefined;
}
