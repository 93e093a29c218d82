/** How far a compilation is. */
export interface Compilation {
  readonly compiled: number;
  readonly total: number;
  /** The package compiled last. */
  readonly last: string;
  readonly milliseconds: number;
}

/**
 * Words the state of a compilation: "  the AWS plugin: 812 of 1752 packages (46 %), 5 min 12 s, service/ec2".
 *
 * @param what is compiled
 */
export function compileStatus(what: string, { compiled, total, last, milliseconds }: Compilation): string {
  // The program's own package is counted too; it is linked after it is compiled, which takes its time.
  const done = Math.min(compiled, total);
  const share = total > 0 ? Math.floor((done / total) * 100) : 0;
  const doing = total > 0 && done >= total ? "linking" : last.split("/").slice(-2).join("/");
  return `  ${what}: ${done} of ${total} packages (${share} %), ${duration(milliseconds)}${doing && `, ${doing}`}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
