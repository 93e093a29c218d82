/** An error that the caller of an API is told about. Everything else becomes a plain 500. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /**
   * @param status HTTP status, 400 to 599
   * @param code a stable name for programs, for example `StudentNotFound`
   * @param message one sentence for people, without personal data
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
