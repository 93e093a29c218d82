import * as path from "node:path";
import type * as z from "zod";
import { checkSchema } from "./config/check-schema";
import { crossProblems } from "./config/cross-checks";
import { toEnvironment, type Environment } from "./config/environment";
import { toOrganizationEnvironment, type OrganizationEnvironment } from "./config/organization-environment";
import { nearest } from "./config/nearest";
import { placeholderProblems } from "./config/placeholders";
import { platformSchema, type PlatformConfiguration } from "./config/platform-schema";
import { ConfigurationError, type Problem } from "./config/problem";
import { readYamlFile } from "./config/read-yaml";
import { stackSchemas, type StackConfiguration, type StackKind } from "./config/stack-schema";
import { decodeStackValues, namespace, stackFileName, type StackValues } from "./config/stack-values";

/** Name of the file with the values that stacks share. */
export const platformFileName = "platform.config.yaml";

/** The repository that this file belongs to. */
export const repositoryRoot = path.resolve(__dirname, "..");

/** A stack's whole configuration, checked. */
export interface Configuration {
  kind: StackKind;
  /** Where and what; `environment.kind` tells the kinds apart. */
  environment: Environment | OrganizationEnvironment;
  /** Values that nobody has filled in yet. Planning goes on with them, deploying does not. */
  placeholders: Problem[];
}

export interface ConfigurationOptions {
  /** The stack's name, for example `dev`. */
  stack: string;
  /** The stack's values, as the engine gives them: full keys, lists and maps as JSON. */
  values: StackValues;
  /** Folder of `platform.config.yaml`. Default this repository. */
  root?: string;
  /** The day that exceptions are measured against. Default now. */
  now?: Date;
}

/**
 * The one typed configuration: reads the shared file, joins it with the stack's own values, checks both, and fills in
 * the defaults, which are the secure ones.
 *
 * @throws ConfigurationError with every problem at once, each with file, key, value and what is allowed
 */
export function loadConfiguration(options: ConfigurationOptions): Configuration {
  const files = { platform: platformFileName, stack: stackFileName(options.stack) };
  const read = readYamlFile(path.join(options.root ?? repositoryRoot, platformFileName), files.platform);
  const platform = read.problems.length ? undefined : checkSchema(platformSchema, read.content, files.platform);
  const stack = checkStack(options.values, files.stack);
  const problems = [...read.problems, ...(platform?.problems ?? []), ...stack.problems, ...foreignProblems()];
  if (problems.length > 0 || !platform?.value || !stack.value) throw new ConfigurationError(problems);

  const today = (options.now ?? new Date()).toISOString().slice(0, 10);
  const found = crossProblems({ platform: platform.value, stack: stack.value, files, today });
  if (found.length > 0) throw new ConfigurationError(found);
  return {
    kind: stack.value.kind,
    environment: environmentOf(options.stack, platform.value, stack.value),
    placeholders: placeholderProblems(platform.value, stack.value, files),
  };

  /** Explicit providers do not read the `aws:` settings, so that one there would be ignored without a word. */
  function foreignProblems(): Problem[] {
    return Object.keys(options.values)
      .filter((key) => key.startsWith("aws:"))
      .map((path) => ({
        file: files.stack,
        path,
        fix: `is never read; account and region stand in ${files.platform}`,
      }));
  }
}

function environmentOf(stack: string, platform: PlatformConfiguration, values: StackConfiguration) {
  return values.kind === "workload"
    ? toEnvironment({ stack, platform, workload: values })
    : toOrganizationEnvironment({ stack, platform, values });
}

/** Checks a stack's own values by the schema of its kind. */
function checkStack(values: StackValues, file: string) {
  const kind = values[`${namespace}:kind`];
  const known = Object.keys(stackSchemas);
  if (kind !== undefined && known.includes(kind)) {
    const schema = stackSchemas[kind as StackKind] as z.ZodObject & z.ZodType<StackConfiguration>;
    return checkSchema(schema, decodeStackValues(values, schema), file, `${namespace}:`);
  }
  const meant = kind && nearest(kind, known);
  const fix = `${meant ? `did you mean ${meant}? ` : ""}use one of: ${known.join(", ")}`;
  return { value: undefined, problems: [{ file, path: `${namespace}:kind`, value: kind, fix }] };
}
