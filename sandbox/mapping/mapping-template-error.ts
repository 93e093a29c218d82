/** An error that API Gateway answers by itself while it maps a payload. */
export class MappingError extends Error {
  override readonly name = "MappingError";

  /**
   * @param status the HTTP status the caller gets: 400 for a payload that cannot be read, 500 for a broken template
   * @param reason the text that the caller gets as `{ "message": … }`
   */
  constructor(
    readonly status: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}
