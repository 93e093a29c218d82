/**
 * The body of an error that says no more than it must: code, message and the id that finds it in the logs.
 *
 * @param code for example `InternalError`
 * @param message plain text without quotes
 */
export function errorTemplate(code: string, message: string): string {
  return `{"error":{"code":"${code}","message":"${message}","requestId":"$context.requestId"}}`;
}
