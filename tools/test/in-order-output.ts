/**
 * What several suites say at the same time, for one reader: the first that has not ended is passed on line by line, what the
 * others say is kept and comes whole when it is their turn.
 */
export class InOrderOutput {
  /** Of each suite that has not had its turn: what it said, and whether that is all. */
  private readonly kept: Map<string, { text: string; ended: boolean }>;

  /** @param names the suites in the order in which their output comes */
  constructor(
    names: readonly string[],
    private readonly write: (text: string) => void,
  ) {
    this.kept = new Map(names.map((name) => [name, { text: "", ended: false }]));
  }

  /** Takes a piece of what a suite says. */
  add(name: string, text: string): void {
    this.of(name).text += text;
    this.pass();
  }

  /** Takes note that a suite says no more. */
  end(name: string): void {
    this.of(name).ended = true;
    this.pass();
  }

  private of(name: string) {
    const kept = this.kept.get(name);
    if (!kept) throw new Error(`No output is expected of ${name}, or no more`);
    return kept;
  }

  private pass(): void {
    for (const [name, kept] of this.kept) {
      // Whole lines, so that nothing comes between the parts of one.
      const end = kept.ended ? kept.text.length : kept.text.lastIndexOf("\n") + 1;
      const text = kept.text.slice(0, end);
      if (text) this.write(kept.ended && !text.endsWith("\n") ? `${text}\n` : text);
      kept.text = kept.text.slice(end);
      if (!kept.ended) return;
      this.kept.delete(name);
    }
  }
}
