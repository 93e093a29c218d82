/** What the engine, and what it starts, may see of this shell. Credentials and settings of a cloud are not among it. */
const KEPT = new Set([
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TERM",
  "TMPDIR",
  "TZ",
  "CI",
  "NO_COLOR",
  "COLUMNS",
  "XDG_CACHE_HOME",
  "DEBUG",
]);

/** Go's settings reach the build of the engine, and nothing else reads them. */
const KEPT_START = /^(GO[A-Z]+|NODE_OPTIONS|SANDBOX_[A-Z]+|PLATFORM_[A-Z]+)$/;

/**
 * Removes everything else from this process's environment: the Automation API hands it to the engine whole, and the
 * engine to the provider, which would otherwise find the credentials of a real account.
 */
export function cleanProcessEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (!KEPT.has(name) && !KEPT_START.test(name)) delete process.env[name];
  }
}
