/**
 * The variables that child processes may see: what finds programs and folders, what configures Go's module download, and
 * what a company's proxy needs. Nothing else is passed on, so that no credential of the shell reaches a build.
 */
const PASSED_ON = [
  "PATH",
  "HOME",
  "TMPDIR",
  "LANG",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "GOPROXY",
  "GOFLAGS",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOSUMDB",
  "GOINSECURE",
  "GOAUTH",
  "GOPATH",
  "GOROOT",
  "GOCACHE",
  "GOMODCACHE",
  "GOTOOLCHAIN",
  "GOMAXPROCS",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

/**
 * Makes the environment of a child process.
 *
 * @param extra variables to set besides
 * @param from the environment to take from; this process's by default
 */
export function childEnvironment(
  extra: Record<string, string> = {},
  from: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = from[name];
    if (value !== undefined) chosen[name] = value;
  }
  return { ...chosen, ...extra };
}
