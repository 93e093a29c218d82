/** How many tests a suite that still runs has passed and failed, by the lines that mocha writes. */
export class Tally {
  passed = 0;
  failed = 0;
  private rest = "";
  private ended = false;

  add(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop()!;
    for (const coloured of lines) {
      const line = coloured.replace(/\u001b\[[0-9;]*m/g, "");
      // From here on failures are told once more.
      if (/^ {2}\d+ passing \(/.test(line)) this.ended = true;
      if (this.ended) return;
      if (/^ +✔ /.test(line)) this.passed++;
      if (/^ +\d+\) /.test(line)) this.failed++;
    }
  }

  toString(): string {
    return `${this.passed} passed${this.failed > 0 ? `, ${this.failed} failed` : ""}`;
  }
}
