import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { nearest } from "./core/nearest";
import type { Rule } from "./core/rule";

/** An exception may hold for this long at most: then somebody has to think again. */
const mostDays = 366;

const schema = z.strictObject({
  /** The rule's name. */
  rule: z.string(),
  /** A URN, in which `*` stands for any text. */
  resource: z.string().min(10).startsWith("urn:pulumi:"),
  /** Why, in a sentence that convinces a stranger. */
  reason: z.string().min(20),
  /** Who answers for it. */
  owner: z.string().min(2),
  /** The last day it holds. */
  expires: z.iso.date(),
  /** The stacks it is for. Left out, every stack. */
  environments: z.array(z.string().min(1)).min(1).optional(),
});

/** What the rules would refuse and we accept. */
export interface Exception extends z.infer<typeof schema> {
  /** Where it stands in the file, from 1. */
  position: number;
}

/** Something wrong with the exceptions themselves. */
export interface ExceptionProblem {
  kind: "expired" | "unused" | "invalid";
  position: number;
  message: string;
}

/** The exceptions that hold, and what is wrong with the others. */
export interface Exceptions {
  valid: Exception[];
  problems: ExceptionProblem[];
}

/**
 * Reads and checks exceptions. One that is wrong does not hold, and does not hinder the others.
 *
 * @param given the file's text, or its parsed content; default `policies/exceptions.yaml`
 * @param today the day it is, as `YYYY-MM-DD`; the last day of an exception still counts
 */
export function loadExceptions(
  rules: readonly Rule[],
  given: unknown = fs.readFileSync(path.join(__dirname, "exceptions.yaml"), "utf8"),
  today: string = new Date().toISOString().slice(0, 10),
): Exceptions {
  const result: Exceptions = { valid: [], problems: [] };
  const entries = typeof given === "string" ? parseText(given, result) : given;
  if (entries === undefined || entries === null) return result;
  if (!Array.isArray(entries)) {
    result.problems.push({ kind: "invalid", position: 0, message: "the exceptions are not a list" });
    return result;
  }
  entries.forEach((entry, index) => {
    const position = index + 1;
    const problem = check(entry, position, rules, today);
    if (problem) result.problems.push(problem);
    else result.valid.push({ ...(entry as z.infer<typeof schema>), position });
  });
  return result;
}

function parseText(text: string, result: Exceptions): unknown {
  try {
    return parse(text);
  } catch (error) {
    result.problems.push({ kind: "invalid", position: 0, message: (error as Error).message.split("\n")[0]! });
    return undefined;
  }
}

function check(entry: unknown, position: number, rules: readonly Rule[], today: string): ExceptionProblem | undefined {
  const invalid = (message: string) => ({
    kind: "invalid" as const,
    position,
    message: `exception ${position}: ${message}`,
  });
  const parsed = schema.safeParse(entry);
  if (!parsed.success) {
    return invalid(parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`).join("; "));
  }
  const { rule, expires } = parsed.data;
  const names = rules.map(({ name }) => name);
  if (!names.includes(rule)) return invalid(`there is no rule "${rule}"${nearest(rule, names)}`);
  const days = (Date.parse(expires) - Date.parse(today)) / 86_400_000;
  if (days < 0) {
    return {
      kind: "expired",
      position,
      message: `exception ${position} for ${rule} expired on ${expires}: mend what it excepts, or renew it with a reason`,
    };
  }
  return days > mostDays ? invalid(`expires is more than ${mostDays} days away`) : undefined;
}

/** Finds the exception for a violation. Remembers which were needed. */
export class ExceptionMatcher {
  private readonly used = new Set<Exception>();
  private readonly byRule = new Map<string, { exception: Exception; pattern: RegExp }[]>();

  /** @param environment the stack's name; exceptions for other stacks are left aside */
  constructor(
    private readonly exceptions: Exceptions,
    private readonly environment: string | undefined,
  ) {
    for (const exception of this.ours()) {
      const escaped = exception.resource.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      const entry = { exception, pattern: new RegExp(`^${escaped}$`) };
      this.byRule.set(exception.rule, [...(this.byRule.get(exception.rule) ?? []), entry]);
    }
  }

  find(rule: string, urn: string): Exception | undefined {
    const found = this.byRule.get(rule)?.find(({ pattern }) => pattern.test(urn))?.exception;
    if (found) this.used.add(found);
    return found;
  }

  /** Everything wrong: invalid and expired ones, and those for this stack that nothing has needed. */
  problems(): ExceptionProblem[] {
    const unused = this.ours()
      .filter((exception) => !this.used.has(exception))
      .map(({ position, rule }) => ({
        kind: "unused" as const,
        position,
        message: `exception ${position} for ${rule} excepts nothing here: delete it, or correct its resource or environments`,
      }));
    return [...this.exceptions.problems, ...unused];
  }

  private ours(): Exception[] {
    return this.exceptions.valid.filter(
      ({ environments }) => !environments || this.environment === undefined || environments.includes(this.environment),
    );
  }
}
