import type { AsyncFunc, Context } from "mocha";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchBrowser } from "../../../tools/browser/launch-browser";
import { outputs } from "../../support/sandbox";
import { Person } from "./person";

/** How long a person waits for something to appear, which can take long on a busy machine. */
const PATIENCE_MILLISECONDS = 15_000;

export interface VisitOptions extends BrowserContextOptions {
  /** Statuses of answers that the test asks for on purpose. */
  refusals?: number[];
}

/** Gives a test a person with a fresh browser window, and checks afterwards that nothing failed behind the scenes. */
export type Visit = (visit: (person: Person) => Promise<void>, options?: VisitOptions) => AsyncFunc;

/**
 * To be called in a `describe`: starts a browser before its tests and closes it after them.
 *
 * @returns what makes a test of a visit: `it("…", visit(async (person) => { … }))`
 */
export function people(): Visit {
  let browser: Browser;
  before(async function () {
    // A browser may have to be installed first.
    this.timeout(5 * 60_000);
    browser = await launchBrowser();
  });
  after(() => browser.close());

  return (work, { refusals, ...options } = {}) =>
    async function (this: Context) {
      const context = await browser.newContext({ baseURL: outputs()["web"].url as string, locale: "en", ...options });
      context.setDefaultTimeout(PATIENCE_MILLISECONDS);
      try {
        const person = await Person.at(context);
        try {
          await work(person);
          person.expectNoProblems(refusals);
        } catch (error) {
          // Where not even that works, the error itself is what counts.
          await person.keepScreenshot(`failed-${this.test!.fullTitle().replace(/[^a-z0-9]+/gi, "-")}`).catch(() => {});
          throw withProblems(error as Error, person.problems);
        }
      } finally {
        await context.close();
      }
    };
}

/** What the console said is often why a person did not see what they should have. */
function withProblems(error: Error, problems: string[]): Error {
  if (problems.length > 0) error.message += `\nThe browser said:\n${problems.join("\n")}`;
  return error;
}
