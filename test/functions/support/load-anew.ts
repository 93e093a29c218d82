import { join } from "node:path";

/**
 * A handler's module as a function that has just started has it: without what earlier calls, of other tests too, left in it.
 *
 * @param entry for example `functions/events/route`
 */
export function loadAnew<Module>(entry: string): Module {
  const file = require.resolve(join(__dirname, "../../..", entry));
  const known = require.cache[file];
  delete require.cache[file];
  try {
    return require(file) as Module;
  } finally {
    if (known) require.cache[file] = known;
    else delete require.cache[file];
  }
}
