import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * Gives each test of a suite an empty folder, removed after it. Call it inside `describe`.
 *
 * @returns a function that tells the folder of the running test
 */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "engine-test-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
