import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

const command = z.string({ error: "a command is a text: put it in quotes where it has a colon" }).min(1);

const phase = z.strictObject({
  "run-as": z.string().optional(),
  "on-failure": z.enum(["ABORT", "CONTINUE"]).optional(),
  "runtime-versions": z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  commands: z.array(command).min(1),
  finally: z.array(command).optional(),
});

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

/**
 * A buildspec of CodeBuild, version 0.2, as far as the pipeline uses it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export const buildspecSchema = z.strictObject({
  version: z.literal(0.2, { error: "use 0.2: in 0.1 each command has a shell of its own" }),
  env: z
    .strictObject({
      shell: z.enum(["bash", "/bin/sh"]).optional(),
      variables: z.record(variable, z.string({ error: "values are texts: put them in quotes" })).optional(),
      "exported-variables": z.array(variable).optional(),
    })
    .optional(),
  phases: z
    .strictObject({
      install: phase.optional(),
      pre_build: phase.optional(),
      build: phase.optional(),
      post_build: phase.optional(),
    })
    .refine((phases) => Object.keys(phases).length > 0, { error: "name at least one phase" }),
  reports: z
    .record(
      z.string().regex(/^[a-z0-9-]+$/),
      z.strictObject({
        files: z.array(z.string()).min(1),
        "base-directory": z.string().optional(),
        "discard-paths": z.enum(["yes", "no"]).optional(),
        "file-format": z.enum(["JUNITXML", "CUCUMBERJSON", "TESTNGXML", "NUNITXML", "VISUALSTUDIOTRX"]),
      }),
    )
    .optional(),
});

/** A checked buildspec. */
export type Buildspec = z.output<typeof buildspecSchema>;

/** The phases in the order in which CodeBuild runs them. */
export const PHASES = ["install", "pre_build", "build", "post_build"] as const;

/**
 * Reads a buildspec.
 *
 * @throws Error naming the file and everything that CodeBuild would not understand
 */
export function readBuildspec(file: string): Buildspec {
  const result = buildspecSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (result.success) return result.data;
  throw new Error(`${file} is no buildspec: ${z.prettifyError(result.error)}`);
}
