import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { stackFileName } from "../../stacks/config/stack-values";
import { setYaml } from "../platform/set-yaml";
import type { StatePlan } from "./state-plan";

/** A line that a file of the repository lacks. */
export interface FileEdit {
  /** Relative to the repository, for example `Pulumi.yaml`. */
  file: string;
  /** For example `backend.url`. */
  path: string[];
  value: string;
  /** What stands there now. */
  was: unknown;
}

/** What has to be written so that the engine finds state and secrets: nothing once it has been. */
export function stateEdits(
  root: string,
  plan: Pick<StatePlan, "backendUrl" | "secretsProviderOf" | "stacks">,
): FileEdit[] {
  return [
    { file: "Pulumi.yaml", path: ["backend", "url"], value: plan.backendUrl },
    ...plan.stacks.map(({ name }) => ({
      file: stackFileName(name),
      path: ["secretsprovider"],
      value: plan.secretsProviderOf(name),
    })),
  ].flatMap((edit) => {
    const was = edit.path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      parse(fs.readFileSync(path.join(root, edit.file), "utf8")),
    );
    return was === edit.value ? [] : [{ ...edit, was }];
  });
}

/**
 * Stacks whose secrets are encrypted another way: changing that by a line in the file would leave them unreadable.
 * https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_change-secrets-provider/
 */
export function encryptedOtherwise(root: string, edits: readonly FileEdit[]): string[] {
  return edits
    .filter(({ file, path: [key] }) => {
      if (key !== "secretsprovider") return false;
      const content = parse(fs.readFileSync(path.join(root, file), "utf8")) as Record<string, unknown>;
      return content["encryptedkey"] !== undefined || content["encryptionsalt"] !== undefined;
    })
    .map(({ file }) => file);
}

/** Writes them; comments and everything else stay as they are. */
export function writeEdits(root: string, edits: readonly FileEdit[]): void {
  for (const { file, path: at, value } of edits) {
    const name = path.join(root, file);
    fs.writeFileSync(name, setYaml(fs.readFileSync(name, "utf8"), at, value));
  }
}
