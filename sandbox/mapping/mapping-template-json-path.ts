import { MappingError } from "./mapping-template-error";

/** One step of a path: the values it leads to, and whether it can lead to more than one. */
interface Step {
  select(value: unknown): unknown[];
  many: boolean;
}

/**
 * Evaluates a JSONPath: `$`, `.name`, `['name']`, `[0]`, `[-1]`, `[1:3]`, `[0,2]`, `['a','b']`, `[*]`, `.*`, `..name`,
 * and filters of one comparison or presence, `[?(@.a.b == 'c')]`, also deep as `..[?(…)]`. A path that can lead to several values gives a list.
 *
 * {@link https://goessner.net/articles/JsonPath/}
 *
 * @param document the parsed JSON
 * @param expression the path; a text that does not begin with `$` is taken relative to the root
 * @returns the value, a list of values, or undefined where a single value is absent
 * @throws MappingError 500 where the expression is not one of the forms above
 */
export function evaluateJsonPath(document: unknown, expression: string): unknown {
  const steps = parsePath(expression);
  let values: unknown[] = [document];
  for (const step of steps) values = values.flatMap((value) => step.select(value));
  return steps.some((step) => step.many) ? values : values[0];
}

const TOKENS = [
  { pattern: /^\.\.([\p{L}_$][\p{L}\p{N}_$-]*|\*)/u, step: (match: RegExpExecArray) => descend(match[1]!) },
  { pattern: /^\.\*|^\[\*\]/, step: () => all() },
  { pattern: /^\.([\p{L}\p{N}_$@][\p{L}\p{N}_$@-]*)/u, step: (match: RegExpExecArray) => members([match[1]!]) },
  { pattern: /^\[(-?\d*):(-?\d*)\]/, step: (match: RegExpExecArray) => slice(match[1]!, match[2]!) },
  {
    pattern: /^\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/,
    step: (match: RegExpExecArray) => elements(match[1]!.split(",").map(Number)),
  },
  {
    pattern: /^\[\s*((?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*)\s*\]/,
    step: (match: RegExpExecArray) =>
      members([...match[1]!.matchAll(/'([^']*)'|"([^"]*)"/g)].map((name) => name[1] ?? name[2]!)),
  },
  {
    pattern: /^(\.\.)?\[\?\(\s*@((?:\.[\p{L}\p{N}_]+)*)\s*(?:(==|!=|<=|>=|<|>)\s*('[^']*'|"[^"]*"|[^\s)]+)\s*)?\)\]/u,
    step: (match: RegExpExecArray) => filter(match[2]!.split(".").slice(1), match[3], match[4], match[1] !== undefined),
  },
];

function parsePath(expression: string): Step[] {
  const steps: Step[] = [];
  let rest = expression.trim().startsWith("$") ? expression.trim().slice(1) : `.${expression.trim()}`;
  while (rest !== "") {
    const found = TOKENS.map((token) => ({ token, match: token.pattern.exec(rest) })).find(({ match }) => match);
    if (!found?.match) throw new MappingError(500, `Invalid JSONPath expression ${expression}, at ${rest}`);
    steps.push(found.token.step(found.match));
    rest = rest.slice(found.match[0].length);
  }
  return steps;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const children = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];

function members(names: string[]): Step {
  return {
    many: names.length > 1,
    select: (value) =>
      isMap(value) ? names.filter((name) => Object.hasOwn(value, name)).map((name) => value[name]) : [],
  };
}

function elements(indexes: number[]): Step {
  return {
    many: indexes.length > 1,
    select: (value) =>
      Array.isArray(value)
        ? indexes
            .map((index) => (index < 0 ? value.length + index : index))
            .flatMap((index) => value.slice(index, index + 1))
        : [],
  };
}

function slice(from: string, to: string): Step {
  const bounds = [from === "" ? undefined : Number(from), to === "" ? undefined : Number(to)] as const;
  return { many: true, select: (value) => (Array.isArray(value) ? value.slice(...bounds) : []) };
}

function all(): Step {
  return { many: true, select: children };
}

function descend(name: string): Step {
  const here = name === "*" ? all() : members([name]);
  const select = (value: unknown): unknown[] => [...here.select(value), ...children(value).flatMap(select)];
  return { many: true, select };
}

function filter(path: string[], operator: string | undefined, literal: string | undefined, deep: boolean): Step {
  const subject = path.map((name) => members([name]));
  const holds = (value: unknown): boolean => {
    const found = subject.reduce<unknown[]>((values, step) => values.flatMap((one) => step.select(one)), [value]);
    if (found.length === 0) return false;
    return operator === undefined || compare(found[0], operator, parseLiteral(literal!));
  };
  // As Jayway's JSONPath, which API Gateway uses, does: the elements of a list or an object itself; deep, each once.
  const everyMap = (value: unknown): unknown[] => [
    ...(isMap(value) ? [value] : []),
    ...children(value).flatMap(everyMap),
  ];
  const candidates = (value: unknown) => (deep ? everyMap(value) : Array.isArray(value) ? value : [value]);
  return { many: true, select: (value) => candidates(value).filter(holds) };
}

function parseLiteral(text: string): unknown {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new MappingError(500, `Invalid literal ${text} in a JSONPath filter`);
  }
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left !== typeof right || (typeof left !== "number" && typeof left !== "string")) return false;
  const [a, b] = [left, right as typeof left];
  return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
}
