/** What a build may know of this machine: where its programs, caches and registries are. No credential, no setting of a shell. */
const KEPT =
  /^(PATH|HOME|USER|LANG|TMPDIR|XDG_CACHE_HOME|npm_config_(registry|userconfig|cache)|GOPROXY|GONOSUMDB|GOFLAGS|PIP_INDEX_URL)$/i;

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
