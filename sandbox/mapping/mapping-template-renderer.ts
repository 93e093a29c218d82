import { Compile, parse } from "velocityjs";
import { MappingError } from "./mapping-template-error";
import { JAVA_METHODS } from "./mapping-template-methods";

type Ast = ReturnType<typeof parse>[number];
interface Expression {
  type: string;
  operator: string;
  expression: Expression[];
}

/**
 * The Velocity engine with the rules of the one in API Gateway, where velocityjs follows JavaScript instead: only
 * `false` and a missing value are false, values of different kinds are equal when their texts are, a missing value
 * prints nothing, and methods are those of Java's String, List and Map whatever the keys of a map.
 *
 * {@link https://velocity.apache.org/engine/1.7/user-guide.html}
 */
export class MappingTemplateRenderer extends Compile {
  /**
   * @param template the VTL text
   * @throws MappingError 500 where the text is not valid VTL
   */
  constructor(template: string) {
    super(parsed(template), { customMethodHandlers: JAVA_METHODS });
  }

  /**
   * Renders with these top-level references.
   *
   * @throws MappingError what a reference threw, else 500
   */
  renderWith(references: Record<string, unknown>): string {
    try {
      return this.render(references, {}, true);
    } catch (error) {
      // The base class appends the place in the template to the message, which the caller of an API must not see.
      if (error instanceof MappingError) throw new MappingError(error.status, error.reason);
      throw new MappingError(500, `The mapping template cannot be rendered: ${(error as Error).message}`);
    }
  }

  protected override getReferences(ast: Ast, isValue?: boolean): string {
    const value: unknown = super.getReferences(ast, isValue);
    return (isValue ? printed(value) : value) as string;
  }

  // Reached from `#if`, `#elseif` and `#set`; the base class declares it with the type of a text.
  protected override getExpression(ast: Ast): string {
    return this.evaluate(ast as unknown as Expression) as string;
  }

  private evaluate(ast: Expression): unknown {
    const operand = (index: number) => this.evaluate(ast.expression[index]!);
    if (ast.type !== "math") return condition(super.getExpression(ast as unknown as Ast));
    switch (ast.operator) {
      case "not":
        return !isTrue(operand(0));
      case "&&":
        return isTrue(operand(0)) && isTrue(operand(1));
      case "||":
        return isTrue(operand(0)) || isTrue(operand(1));
      case "==":
        return areEqual(operand(0), operand(1));
      case "!=":
        return !areEqual(operand(0), operand(1));
      case "parenthesis":
        return operand(0);
      default:
        return unwrapped(super.getExpression(ast as unknown as Ast));
    }
  }
}

/**
 * A text or number that JavaScript holds for false, boxed so that `#if` of the base class takes it for true as Velocity
 * does.
 */
function condition(value: unknown): unknown {
  return value === "" || value === 0 ? Object(value) : value;
}

function unwrapped(value: unknown): unknown {
  return value instanceof String || value instanceof Number ? value.valueOf() : value;
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function areEqual(left: unknown, right: unknown): boolean {
  const [a, b] = [unwrapped(left), unwrapped(right)];
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  return typeof a === typeof b ? a === b : String(a) === String(b);
}

function printed(value: unknown): unknown {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return JSON.stringify(value);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return unwrapped(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}=${String(printed(member))}`)
    .join(", ")}}`;
}

/** Parsed templates; an API has few, and parsing takes ten times as long as rendering. */
const PARSED = new Map<string, ReturnType<typeof parse>>();
const PARSED_LIMIT = 100;

function parsed(template: string): ReturnType<typeof parse> {
  let nodes = PARSED.get(template);
  if (!nodes) {
    try {
      nodes = parse(template);
    } catch (error) {
      throw new MappingError(500, `The mapping template is not valid VTL: ${(error as Error).message.split("\n")[0]}`);
    }
    if (PARSED.size >= PARSED_LIMIT) PARSED.clear();
    PARSED.set(template, nodes);
  }
  return nodes;
}
