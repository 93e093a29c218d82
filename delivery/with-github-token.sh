#!/usr/bin/env bash
# Runs a command of a GitHub workflow with the job's token in a file, from which the AWS SDKs, the engine and its provider take
# the role AWS_ROLE_ARN themselves: `delivery/with-github-token.sh COMMAND [ARGUMENT]...`.
#
# GitHub's tokens live five minutes and a deployment takes longer, in which new processes begin with the file. So it is renewed
# until the command ends: every TOKEN_RENEWAL_SECONDS, default 120, so that one question may fail. The command cannot ask for a
# token itself; when it has ended, neither a token nor a process of it is left.
# https://docs.github.com/en/actions/reference/security/oidc
set -u -m # each child in a process group of its own: a signal then reaches all of it
umask 077

fail() {
  echo "with-github-token: $*" >&2
  exit 78 # the configuration is wrong
}
[ $# -gt 0 ] || fail "name the command to run"
for variable in ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN; do
  [ -n "${!variable:-}" ] || fail "$variable is missing: the job needs 'permissions: id-token: write', and runs at GitHub only"
done
[ -n "${AWS_ROLE_ARN:-}" ] || fail "AWS_ROLE_ARN is missing: set the variable in the GitHub environment of the job"

folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/token.XXXXXX") || exit
export AWS_WEB_IDENTITY_TOKEN_FILE=$folder/token

# The file is replaced at once: a reader sees the old token or the new one, never half of one. The header goes by standard
# input, because the arguments of a process can be seen by others.
renew() {
  curl --silent --show-error --fail --max-time 30 --header @- \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" \
    <<< "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" > "$folder/answer" &&
    jq -ejr .value "$folder/answer" > "$folder/next" && mv "$folder/next" "$AWS_WEB_IDENTITY_TOKEN_FILE"
}

keep_renewed() {
  trap - INT TERM HUP EXIT
  while sleep "${TOKEN_RENEWAL_SECONDS:-120}"; do
    # Nobody would end this after a kill that cannot be caught.
    kill -0 $$ 2> /dev/null || exec rm -rf "$folder"
    renew || echo "with-github-token: no new token; the last one holds for minutes" >&2
  done
}

renewal='' command='' signal=''
finish() {
  [ -z "$renewal" ] || kill -s TERM -- "-$renewal"
  [ -z "$command" ] || kill -s TERM -- "-$command"
  wait
  rm -rf "$folder"
} 2> /dev/null
trap finish EXIT
for each in INT TERM HUP; do
  trap "signal=$each; [ -z \"\$command\" ] && exit 130; kill -s $each -- \"-\$command\" 2> /dev/null" $each
done

renew || fail "GitHub gave no token for the role $AWS_ROLE_ARN"
keep_renewed &
renewal=$!
env -u ACTIONS_ID_TOKEN_REQUEST_URL -u ACTIONS_ID_TOKEN_REQUEST_TOKEN "$@" &
command=$!

# A signal ends the waiting, not the command: it is passed on, and the command has its time to finish.
while true; do
  signal=''
  wait "$command" 2> /dev/null
  code=$?
  [ -n "$signal" ] || break
done
exit "$code"
