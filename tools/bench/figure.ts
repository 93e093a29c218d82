/** One measured figure. */
export interface Figure {
  /** What was measured, for example `plan of dev`. */
  name: string;
  value: number;
  unit: "s" | "ms" | "µs" | "kB" | "×";
  /**
   * The figure as a multiple of another of the same run, which holds on any machine; absent for what has none.
   */
  ratio?: { value: number; to: string };
}

/** A group of figures that are measured together. */
export interface Bench {
  /** For `--only`. */
  name: string;
  /** A line for `--help`. */
  about: string;
  /** True where it is left out unless it is asked for by name. */
  onlyByName?: boolean;
  run(): Promise<Figure[]>;
}
