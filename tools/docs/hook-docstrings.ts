import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** What an addition to the emulator does, in its own words. */
export interface HookDocstring {
  /** File, relative to the repository. */
  file: string;
  /** The module's docstring, in one paragraph. */
  about: string;
  /** Docstrings of the functions in it that make up the module, where it does several things. */
  parts: string[];
}

const FOLDER = "sandbox/emulator/hooks";
/** What only starts or helps the others. */
const HELPERS = ["require.py", "start_ministack.py"];

/**
 * The docstrings of `sandbox/emulator/hooks`.
 *
 * @param root the repository
 * @throws Error for a hook without one
 */
export function hookDocstrings(root: string): HookDocstring[] {
  return readdirSync(path.join(root, FOLDER))
    .filter((name) => name.endsWith(".py") && !HELPERS.includes(name))
    .sort()
    .map((name) => {
      const source = readFileSync(path.join(root, FOLDER, name), "utf8");
      const about = /^"""(.*?)"""/s.exec(source)?.[1];
      if (!about) throw new Error(`${FOLDER}/${name} does not begin with a docstring.`);
      // Functions that begin with an underscore and say that the emulator does something: one difference each.
      const parts = [...source.matchAll(/^def _\w+\(\):\n {4}"""(.*?)"""/gms)].map((match) => paragraph(match[1]!));
      return { file: `${FOLDER}/${name}`, about: paragraph(about), parts };
    });
}

function paragraph(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
