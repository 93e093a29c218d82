/** What a build may know of this machine: where its programs, caches and registries are, and how they are reached. No credential, no setting of a shell. */
const KEPT =
  /^(PATH|HOME|USER|LANG|TMPDIR|XDG_CACHE_HOME|npm_config_\w+|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|HTTPS?_PROXY|NO_PROXY|GOPROXY|GONOSUMDB|GOFLAGS|PIP_INDEX_URL)$/i;

/**
 * The environment of a stage.
 *
 * @param from the caller's own
 * @param variables of the buildspec and the stage, which win
 */
export function cleanEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(from).filter((entry): entry is [string, string] => KEPT.test(entry[0]) && !!entry[1]);
  return { ...Object.fromEntries(kept), ...variables };
}
