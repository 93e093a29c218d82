import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { pathText } from "../../stacks/config/schema-tools";
import { answerText, isPlaceholder, parseAnswer, type Answer } from "./answer";
import { contentOf, initialize, valueAt } from "./initialize";
import { questions } from "./questions";

export interface InterviewOptions {
  /** The file as it is. */
  text: string;
  force: boolean;
  input: Readable;
  output: Writable;
}

/**
 * Asks for every value on a terminal. Enter keeps what is shown in brackets, or leaves a placeholder for later; a value
 * that is not allowed is asked for again at once.
 *
 * @returns the answers that change something
 * @throws Error where the terminal is closed before the end
 */
export async function interview({ text, force, input, output }: InterviewOptions): Promise<Answer[]> {
  const content = contentOf(text);
  const terminal = createInterface({ input, output });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  // Lines that arrive while nobody asks (a pasted block) are kept for the questions that follow.
  const waiting: string[] = [];
  let asks: ((line: string) => void) | undefined;
  terminal.on("line", (line) => (asks ? asks(line) : waiting.push(line)));
  const answers: Answer[] = [];
  try {
    for (const { path, explanation } of questions(content)) {
      const current = valueAt(content, path);
      const answer = await ask(path, explanation, current);
      if (answer && answerText(answer.value) !== answerText(current)) answers.push(answer);
    }
    return answers;
  } finally {
    terminal.close();
  }

  async function ask(path: string[], explanation: string, current: unknown): Promise<Answer | undefined> {
    const shown = isPlaceholder(current) ? "later" : answerText(current);
    output.write(`\n${explanation}\n`);
    for (;;) {
      output.write(`${pathText(path)} [${shown}]: `);
      const line = (await nextLine()).trim();
      if (line === "") return undefined;
      try {
        const answer = parseAnswer(path, line);
        initialize(text, [...answers, answer], force);
        return answer;
      } catch (error) {
        output.write(`${(error as Error).message}\n`);
      }
    }
  }

  function nextLine(): Promise<string> {
    const next = waiting.shift();
    if (next !== undefined) return Promise.resolve(next);
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error("The input ended before the last question; nothing was written."));
      if (closed.signal.aborted) return fail();
      closed.signal.addEventListener("abort", fail, { once: true });
      asks = (line) => {
        asks = undefined;
        closed.signal.removeEventListener("abort", fail);
        resolve(line);
      };
    });
  }
}
