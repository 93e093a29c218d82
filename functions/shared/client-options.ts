/**
 * Options of every AWS client in a function: what hangs is given up and tried once more, all within ten seconds, the
 * shortest timeout a function of this platform has by default.
 *
 * {@link https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/configure-retry-strategy.html}
 */
export const clientOptions = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};
