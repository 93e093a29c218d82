import type { StackReport } from "./run-report";
import { changesText } from "./summary-table";

/** Shows how a run goes on. */
export interface StackDisplay {
  begin(stacks: readonly string[]): void;
  /** Something that stays said. */
  change(stack: string, text: string): void;
  /** How far a stack is; replaces what was said before. May be called many times a second. */
  progress(stack: string, text: string): void;
  finish(report: StackReport): void;
  end(): void;
}

/** A stream that may be a terminal, such as standard error. */
export interface DisplayStream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string): unknown;
}

/** How often progress is written where it cannot replace what was there, per stack, in milliseconds. */
const LINE_INTERVAL = 30_000;
/** How often a terminal is drawn anew at most, in milliseconds. */
const DRAW_INTERVAL = 100;

/**
 * One line per stack that changes in place on a terminal; elsewhere plain lines when something happens, and every half
 * minute for a stack that goes on.
 *
 * @param stream where to; standard error, so that standard output stays for the result
 * @param now the clock, in milliseconds; for tests
 */
export function stackDisplay(stream: DisplayStream, now: () => number = Date.now): StackDisplay {
  return stream.isTTY ? terminalDisplay(stream, now) : lineDisplay(stream, now);
}

function lineDisplay(stream: DisplayStream, now: () => number): StackDisplay {
  const written = new Map<string, number>();
  const line = (stack: string, text: string) => {
    written.set(stack, now());
    stream.write(`${stack}: ${text}\n`);
  };
  return {
    begin: () => undefined,
    change: line,
    progress: (stack, text) => {
      if (now() - (written.get(stack) ?? 0) >= LINE_INTERVAL) line(stack, text);
    },
    finish: (report) => line(report.stack, endText(report)),
    end: () => undefined,
  };
}

function terminalDisplay(stream: DisplayStream, now: () => number): StackDisplay {
  const shown = new Map<string, string>();
  const begun = new Set<string>();
  let height = 0;
  let drawn = -Infinity;
  const draw = () => {
    drawn = now();
    const width = Math.max(...[...shown.keys()].map((name) => name.length), 0);
    const room = Math.max(1, (stream.rows ?? 24) - 2);
    // Where there are more stacks than lines, those that are under way are the ones to see.
    const names = [...shown.keys()];
    const lines = (names.length <= room ? names : [...names].filter((name) => begun.has(name)).slice(0, room)).map(
      (name) => `${name.padEnd(width)}  ${shown.get(name)!.split("\n")[0]}`.slice(0, (stream.columns ?? 80) - 1),
    );
    stream.write(`${height > 0 ? `\x1b[${height}A` : ""}\x1b[J${lines.map((line) => `${line}\n`).join("")}`);
    height = lines.length;
  };
  const set = (stack: string, text: string, always: boolean) => {
    shown.set(stack, text);
    if (always || now() - drawn >= DRAW_INTERVAL) draw();
  };
  return {
    begin: (stacks) => {
      for (const stack of stacks) shown.set(stack, "waits");
      draw();
    },
    change: (stack, text) => {
      begun.add(stack);
      set(stack, text, true);
    },
    progress: (stack, text) => set(stack, text, false),
    finish: (report) => {
      begun.delete(report.stack);
      set(report.stack, endText(report), true);
    },
    end: draw,
  };
}

function endText({ state, seconds, changes, message }: StackReport): string {
  const said = message?.split("\n")[0] ?? "";
  if (state !== "succeeded") return `${state === "notStarted" ? "not started" : state}: ${said}`;
  const what = changesText(changes) || said;
  return `done in ${seconds.toFixed(0)} s${what ? `, ${what}` : ""}`;
}
