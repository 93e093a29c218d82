/** A time series: one value a period, oldest first; `undefined` where there is no datapoint. */
export type Series = readonly (number | undefined)[];

/** A value within a formula: a series, a number that holds for every period, or a list of series. */
type Value = Series | number | Value[];

type Scope = Readonly<Record<string, Series>>;

/**
 * Computes a metric-math formula, with the functions and operators that alarms use. A period in which an operand has no
 * datapoint has none in the result, unless FILL gives it one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param expression for example `IF(errors >= 3, 100 * errors / invocations, 0)`
 * @param scope the series by id, all of one length
 * @throws Error for a formula that is not understood, and for an id that is not there
 */
export function metricMath(expression: string, scope: Scope): Series {
  const length = Math.max(0, ...Object.values(scope).map((series) => series.length));
  const value = new Parser(expression, scope).whole();
  if (typeof value === "number") return new Array<number>(length).fill(value);
  if (isList(value)) throw new Error(`${expression} is a list of series, not one.`);
  return value;
}

const functions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  IF: (condition, then, otherwise) =>
    combine([condition!, then!, otherwise ?? 0], ([is, a, b]) => (is === undefined ? undefined : is ? a : b)),
  FILL: (series, filler) => {
    if (series === undefined || isList(series) || typeof series === "number") throw new Error("FILL takes one series.");
    if (filler === REPEAT) {
      let last: number | undefined;
      return series.map((value) => (last = value ?? last));
    }
    return combine([series, filler!], ([value, instead]) => value ?? instead);
  },
  SUM: overLists((values) => values.reduce((sum, value) => sum + value, 0)),
  AVG: overLists((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  MIN: overLists((values) => Math.min(...values)),
  MAX: overLists((values) => Math.max(...values)),
  ABS: (value) => all([value!], ([a]) => Math.abs(a!)),
  CEIL: (value) => all([value!], ([a]) => Math.ceil(a!)),
  FLOOR: (value) => all([value!], ([a]) => Math.floor(a!)),
};

/** FILL's word for the last datapoint before; no series can be this very list. */
const REPEAT: Value = [];

const binary: Readonly<Record<string, { level: number; apply: (a: number, b: number) => number }>> = {
  "||": { level: 1, apply: (a, b) => Number(Boolean(a) || Boolean(b)) },
  "&&": { level: 2, apply: (a, b) => Number(Boolean(a) && Boolean(b)) },
  "==": { level: 3, apply: (a, b) => Number(a === b) },
  "!=": { level: 3, apply: (a, b) => Number(a !== b) },
  "<": { level: 4, apply: (a, b) => Number(a < b) },
  "<=": { level: 4, apply: (a, b) => Number(a <= b) },
  ">": { level: 4, apply: (a, b) => Number(a > b) },
  ">=": { level: 4, apply: (a, b) => Number(a >= b) },
  "+": { level: 5, apply: (a, b) => a + b },
  "-": { level: 5, apply: (a, b) => a - b },
  "*": { level: 6, apply: (a, b) => a * b },
  "/": { level: 6, apply: (a, b) => a / b },
  "^": { level: 7, apply: (a, b) => a ** b },
};
const words: Readonly<Record<string, string>> = { AND: "&&", OR: "||" };

class Parser {
  private readonly tokens: string[];
  private at = 0;

  constructor(
    private readonly expression: string,
    private readonly scope: Scope,
  ) {
    this.tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|&&|\|\||[<>=!]=|[-+*/^<>()[\],]|\S/g) ?? [];
  }

  whole(): Value {
    const value = this.operation(0);
    if (this.at < this.tokens.length) this.fail(`"${this.tokens[this.at]}" is not expected`);
    return value;
  }

  private operation(level: number): Value {
    let left = this.operand();
    for (;;) {
      const token = this.tokens[this.at] ?? "";
      const operator = binary[words[token] ?? token];
      if (!operator || operator.level <= level) return left;
      this.at++;
      const right = this.operation(operator.level);
      left = all([left, right], ([a, b]) => operator.apply(a!, b!));
    }
  }

  private operand(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) return this.fail("it ends too early");
    if (token === "-") return all([this.operation(6)], ([a]) => -a!);
    if (token === "(") {
      const value = this.operation(0);
      this.expect(")");
      return value;
    }
    if (token === "[") return this.list("]");
    if (/^\d/.test(token)) return Number(token);
    if (token === "REPEAT") return REPEAT;
    const known = this.scope[token];
    if (known) return known;
    if (this.tokens[this.at] === "(") {
      const apply = functions[token];
      if (!apply) return this.fail(`the function ${token} is not supported`);
      this.at++;
      return apply(...this.list(")"));
    }
    return this.fail(`there is no metric "${token}"`);
  }

  private list(end: string): Value[] {
    const values: Value[] = [];
    while (this.tokens[this.at] !== end) {
      if (values.length > 0) this.expect(",");
      values.push(this.operation(0));
    }
    this.at++;
    return values;
  }

  private expect(token: string): void {
    if (this.tokens[this.at] !== token) this.fail(`"${token}" is expected, not "${this.tokens[this.at] ?? "the end"}"`);
    this.at++;
  }

  private fail(why: string): never {
    throw new Error(`The formula ${this.expression} cannot be computed: ${why}.`);
  }
}

function isList(value: Value): value is Value[] {
  return Array.isArray(value) && value.some((each) => Array.isArray(each));
}

/** Period by period, with what is missing handed on. */
function combine(values: Value[], apply: (at: (number | undefined)[]) => number | undefined): Value {
  if (values.some(isList)) throw new Error("A list of series can only be given to SUM, AVG, MIN or MAX.");
  const plain = values as (Series | number)[];
  const series = plain.filter((value): value is Series => typeof value !== "number");
  if (series.length === 0) return apply(plain as number[]) ?? [];
  return series[0]!.map((_, index) => apply(plain.map((value) => (typeof value === "number" ? value : value[index]))));
}

/** Period by period, where every operand has a datapoint and the result is a number. */
function all(values: Value[], apply: (at: number[]) => number): Value {
  return combine(values, (at) => {
    if (at.some((value) => value === undefined)) return undefined;
    const result = apply(at as number[]);
    // CloudWatch has no datapoint for a division by zero.
    return Number.isFinite(result) ? result : undefined;
  });
}

/** Over several series period by period; over a single one, all of its periods at once. */
function overLists(apply: (values: number[]) => number): (...args: Value[]) => Value {
  return (...args) => {
    const [first] = args;
    if (args.length === 1 && Array.isArray(first) && !isList(first)) {
      const present = (first as Series).filter((value) => value !== undefined);
      return present.length === 0 ? first : apply(present);
    }
    const list = (args.length === 1 && isList(first!) ? first : args) as Value[];
    return combine(list, (at) => {
      const present = at.filter((value) => value !== undefined);
      return present.length === 0 ? undefined : apply(present);
    });
  };
}
