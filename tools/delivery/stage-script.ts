import { PHASES, type Buildspec } from "./buildspec";
import type { LocalStage } from "./stages";

/** What decides which commands a script has. */
export interface StageScriptArgs {
  buildspec: Buildspec;
  stage: LocalStage;
  /** True where the dependencies are there already. */
  installed: boolean;
}

/** What takes an account's role; there is none here. */
const ROLE = /assume-role\.sh/;

/**
 * The script that does what CodeBuild does: all commands in one shell, each phase up to its first failure, `finally` always,
 * nothing after a failed `install` or `pre_build`, and `post_build` after a failed `build` too. Its exit code is that of the
 * first command that failed. https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export function stageScript({ buildspec, stage, installed }: StageScriptArgs): string {
  const lines = [
    "failed=0",
    "phase=0",
    'run() { [ "$phase" -eq 0 ] || return 0; printf \'$ %s\\n\' "$1"; eval "$1"; phase=$?; [ "$phase" -eq 0 ] || printf \'exit code %s\\n\' "$phase"; }',
    'always() { printf \'$ %s\\n\' "$1"; eval "$1" || true; }',
  ];
  for (const name of PHASES) {
    const phase = buildspec.phases[name];
    if (!phase || (name === "install" && installed)) continue;
    const here = name === "pre_build" || name === "build" ? stage.here?.[name] : undefined;
    const commands = here ?? phase.commands.filter((each) => !ROLE.test(each));
    if (commands.length === 0) continue;
    const last = here ? [] : (phase.finally ?? []);
    const condition = name === "post_build" ? "true" : '[ "$failed" -eq 0 ]';
    lines.push(
      `if ${condition}; then phase=0; echo "== ${name}"`,
      ...commands.map((each) => `run ${quoted(each)}`),
      ...last.map((each) => `always ${quoted(each)}`),
      '[ "$failed" -ne 0 ] || failed=$phase',
      // Without install and pre_build there is nothing to finish.
      ...(name === "install" || name === "pre_build" ? ['[ "$failed" -eq 0 ] || exit "$failed"'] : []),
      "fi",
    );
  }
  return [...lines, 'exit "$failed"', ""].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
