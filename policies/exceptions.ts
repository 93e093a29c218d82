import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { nearest } from "./core/nearest";
import type { Resource } from "./core/resource";
import type { Rule } from "./core/rule";
import type { PolicyEnvironment } from "./environment";

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
  /** The stacks it is for, by name. Left out, every stack. */
  environments: z.array(z.string().min(1)).min(1).optional(),
  /** What else must be true of the stack's configuration, whatever its name. It never is of production. */
  where: z
    .strictObject({
      production: z.literal(false),
      removal: z.literal("destroy").optional(),
      /** The name of an exception that the stack states itself, in `platform:exceptions`. */
      exception: z.string().min(1).optional(),
    })
    .optional(),
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

interface Entry {
  exception: Exception;
  pattern: RegExp;
}

/** Finds the exception for a violation. Remembers which were needed. */
export class ExceptionMatcher {
  private readonly used = new Set<Exception>();
  private readonly here: Entry[];
  private readonly elsewhere: Entry[];

  /** @param environment the stack; exceptions for others are left aside */
  constructor(
    private readonly exceptions: Exceptions,
    environment: PolicyEnvironment,
  ) {
    const entries = exceptions.valid.map((exception) => {
      const escaped = exception.resource.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      return { exception, pattern: new RegExp(`^${escaped}$`) };
    });
    this.here = entries.filter(({ exception }) => holdsIn(exception, environment));
    this.elsewhere = entries.filter((each) => !this.here.includes(each));
  }

  find(rule: string, urn: string): Exception | undefined {
    const found = entryFor(this.here, rule, urn)?.exception;
    if (found) this.used.add(found);
    return found;
  }

  /** What to add to a violation that an exception accepts in other environments only: which, and where. Else nothing. */
  hint(rule: string, urn: string): string {
    const found = entryFor(this.elsewhere, rule, urn)?.exception;
    return found
      ? `; exception ${found.position} of policies/exceptions.yaml accepts it ${placesOf(found)} only, not here`
      : "";
  }

  /**
   * Everything wrong: invalid and expired ones, and those for this stack that nothing has needed. One that names no stack,
   * neither in `environments` nor in its URN, is for whichever has the resource, and unneeded only there.
   */
  problems(resources: readonly Pick<Resource, "urn">[]): ExceptionProblem[] {
    const unused = this.here
      .filter(({ exception }) => !this.used.has(exception))
      .filter(({ exception, pattern }) => namesStack(exception) || resources.some(({ urn }) => pattern.test(urn)))
      .map(({ exception: { position, rule } }) => ({
        kind: "unused" as const,
        position,
        message: `exception ${position} for ${rule} excepts nothing here: delete it, or correct its resource or environments`,
      }));
    return [...this.exceptions.problems, ...unused];
  }
}

function holdsIn({ environments, where }: Exception, environment: PolicyEnvironment): boolean {
  const { name, production, removal, exceptions } = environment;
  if (environments && name !== undefined && !environments.includes(name)) return false;
  if (!where) return true;
  if (production !== false) return false;
  if (where.removal !== undefined && removal !== where.removal) return false;
  return where.exception === undefined || !!exceptions?.includes(where.exception);
}

function namesStack({ environments, resource }: Exception): boolean {
  return environments !== undefined || /^urn:pulumi:[^*:]+::/.test(resource);
}

function entryFor(entries: readonly Entry[], rule: string, urn: string): Entry | undefined {
  return entries.find(({ exception, pattern }) => exception.rule === rule && pattern.test(urn));
}

function placesOf({ environments, where }: Exception): string {
  const conditions = Object.entries(where ?? {}).map(([key, value]) => `${key}: ${value}`);
  return [
    ...(environments ? [`in ${environments.join(", ")}`] : []),
    ...(where ? [`where the stack says ${conditions.join(", ")}`] : []),
  ].join(" and ");
}
