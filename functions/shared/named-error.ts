/**
 * An error that a state machine tells by its name: Lambda reports the name as `errorType`, which retry and catch rules match.
 *
 * {@link https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html}
 */
export class NamedError extends Error {
  override readonly name: string;

  /**
   * @param name stable, for example `TableBusy`
   * @param message one sentence for people, without personal data
   */
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
