/** What became of one call. */
export type Outcome = {
  /** True where the system took the call as it should. */
  ok: boolean;
  /**
   * What it was, for the list of errors: `200`, `429 Too Many Requests`, `ProvisionedThroughputExceededException`,
   * `time-out`.
   */
  kind: string;
  /** Who held the call back, where the answer says so. */
  heldBack?: "rate limit" | "quota" | "function" | "table" | "stream" | "state machine";
};

/** One call, in milliseconds since the first was due. */
export interface Call extends Outcome {
  /** When the schedule wanted it. */
  due: number;
  /** When it was sent; later than `due` where as many calls as allowed were under way. Absent where it never was. */
  started?: number;
  ended: number;
}
