import { checkSchema } from "../../stacks/config/check-schema";
import { accountProblems } from "../../stacks/config/cross-checks";
import { platformSchema, type PlatformConfiguration } from "../../stacks/config/platform-schema";
import { ConfigurationError } from "../../stacks/config/problem";
import { parseYaml } from "../../stacks/config/read-yaml";
import { pathText } from "../../stacks/config/schema-tools";
import { answerText, isPlaceholder, type Answer } from "./answer";
import { editYaml } from "./edit-yaml";

const file = "platform.config.yaml";

/** The content of the file, checked. @throws ConfigurationError */
export function contentOf(text: string): PlatformConfiguration {
  const { content, problems } = parseYaml(text, file);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const checked = checkSchema(platformSchema, content, file);
  if (!checked.value) throw new ConfigurationError(checked.problems);
  return checked.value;
}

/** The value at a path of the content; `undefined` where there is none. */
export function valueAt(content: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    content,
  );
}

/**
 * The text of `platform.config.yaml` with the answers in it. Values that somebody has already filled in are kept unless
 * `force` is set.
 *
 * @throws Error that names the values that would be overwritten
 * @throws ConfigurationError where the result would not be a configuration
 */
export function initialize(text: string, answers: readonly Answer[], force: boolean): string {
  const content = contentOf(text);
  const changes = answers.filter(({ path, value }) => answerText(valueAt(content, path)) !== answerText(value));
  const overwritten = changes.filter(({ path }) => {
    const current = valueAt(content, path);
    return (
      current !== undefined && !isPlaceholder(current) && !isEmptyList(current) && !isShippedDefault(path, current)
    );
  });
  if (overwritten.length > 0 && !force) {
    const list = overwritten.map(
      ({ path, value }) => `  ${pathText(path)}: ${answerText(valueAt(content, path))} → ${answerText(value)}`,
    );
    throw new Error(`These values are filled in already; --force overwrites them:\n${list.join("\n")}`);
  }
  const edited = changes.length === 0 ? text : editYaml(text, changes);
  const problems = accountProblems({ platform: contentOf(edited), files: { platform: file, stack: "" } });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return edited;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The template's own values that are no placeholders, yet nobody's choice either. */
function isShippedDefault(path: readonly string[], value: unknown): boolean {
  const field = path[path.length - 1];
  return (
    (path.join(".") === "organization.name" && value === "example") ||
    (path[0] === "accounts" && field === "region" && value === "us-east-1") ||
    (path[0] === "accounts" && field === "concurrencyLimit" && value === 1000)
  );
}

/** Paths whose values still have to be filled in, accounts of this machine left out. */
export function remaining(content: PlatformConfiguration): string[] {
  const found: string[] = [];
  look(content, []);
  return found;

  function look(value: unknown, path: string[]): void {
    if (typeof value === "string" && isPlaceholder(value)) found.push(pathText(path));
    if (typeof value !== "object" || value === null || (value as { local?: unknown }).local === true) return;
    for (const [key, each] of Object.entries(value)) look(each, [...path, key]);
  }
}
