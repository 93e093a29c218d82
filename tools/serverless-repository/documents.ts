import { readFileSync } from "node:fs";
import * as path from "node:path";
import { repositoryRoot } from "../../stacks/config";

/** The texts that the repository keeps of the application. */
export interface Documents {
  /** Given once, when the application is made; without it the application cannot be public, ever. */
  LicenseBody: string;
  /** What a person reads before deploying the application, in Markdown. */
  ReadmeBody: string;
}

/** The licence of this repository, and the application's own readme. */
export function documents(): Documents {
  return {
    LicenseBody: readFileSync(path.join(repositoryRoot, "LICENSE"), "utf8"),
    ReadmeBody: readFileSync(path.join(__dirname, "readme.md"), "utf8"),
  };
}
