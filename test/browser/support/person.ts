import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { ensureUser, type SandboxUser } from "../../../sandbox/login/ensure-user";
import { outputs } from "../../support/sandbox";

/** The members of `/config.json` that a test may want to be others. */
export interface ConfigChanges {
  apiUrl?: string;
  apiKey?: string;
}

/**
 * A person at a browser window of their own: nothing is shared with another test. What a person would not see but a
 * developer would, errors on the console, is kept in {@link problems}.
 */
export class Person {
  /** Errors on the console, exceptions nobody caught and violations of the content security policy, oldest first. */
  readonly problems: string[] = [];

  /** @param context a fresh one, whose base URL is the pages' */
  static async at(context: BrowserContext): Promise<Person> {
    const person = new Person(context, await context.newPage());
    person.page.on("console", (message) => {
      const { url } = message.location();
      // The emulator's login names no icon, so the browser looks for one where only the pages are.
      if (url.endsWith("/favicon.ico")) return;
      if (message.type() === "error" || message.type() === "warning") person.problems.push(`${message.text()} ${url}`);
    });
    person.page.on("pageerror", (error) => person.problems.push(`not caught: ${error.message}`));
    await context.exposeBinding("tellViolation", (_, what: string) => {
      person.problems.push(`content security policy: ${what}`);
    });
    await context.addInitScript(`addEventListener("securitypolicyviolation", (violation) =>
      window.tellViolation(violation.violatedDirective + " " + violation.blockedURI));`);
    return person;
  }

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Opens one of the pages: `/`, `/find.html`. @returns the status */
  async open(address = "/"): Promise<number> {
    const response = await this.page.goto(address, { waitUntil: "networkidle" });
    return response!.status();
  }

  /** Opens a page and signs in through the hosted login, with a user made for it. @returns who signed in */
  async openSignedIn(address = "/"): Promise<SandboxUser> {
    await this.open(address);
    await this.button("Sign in").click();
    return this.signIn();
  }

  /** Fills in the hosted login, where this person is, and waits until it has come back. */
  async signIn(): Promise<SandboxUser> {
    const user = await sandboxUser();
    await this.field("Username").fill(user.username);
    await this.field("Password").fill(user.password);
    await this.button("Sign in").click();
    await this.button("Sign out").waitFor();
    return user;
  }

  /** Gives the page a configuration that differs. Without interception, which would answer preflight requests itself. */
  async withConfig(changes: ConfigChanges): Promise<void> {
    await this.context.addInitScript(`{
      const real = window.fetch;
      window.fetch = async (...call) => {
        const response = await real(...call);
        if (!String(call[0]).endsWith("/config.json")) return response;
        return Response.json({ ...(await response.json()), ...${JSON.stringify(changes)} });
      };
    }`);
  }

  /** Where the pages are. */
  get baseUrl(): string {
    return outputs()["web"].url as string;
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole("link", { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name, exact: true });
  }

  /** By the label a person reads; "Mobile" is enough for "Mobile optional". */
  field(label: string): Locator {
    return this.page.getByLabel(label);
  }

  /** Fills fields by their labels. */
  async fill(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.field(label).fill(value);
  }

  /** What is announced as gone well. */
  async confirmation(): Promise<string> {
    return this.page.getByRole("status").innerText();
  }

  /** What is announced as gone wrong. */
  async alert(): Promise<string> {
    return this.page.getByRole("alert").innerText();
  }

  /** What a screen reader adds to a field: its hints and what is wrong with it. */
  async description(label: string): Promise<string> {
    const ids = ((await this.field(label).getAttribute("aria-describedby")) ?? "").split(" ").filter(Boolean);
    const texts = await Promise.all(ids.map((id) => this.page.locator(`[id="${id}"]:visible`).allInnerTexts()));
    return texts.flat().join(" ");
  }

  /** The visible terms and values of the student that was found. */
  async studentShown(): Promise<Record<string, string>> {
    await this.page.getByRole("term").first().waitFor();
    const terms = await this.page.getByRole("term").allInnerTexts();
    const values = await this.page.getByRole("definition").allInnerTexts();
    return Object.fromEntries(terms.map((term, index) => [term, values[index]!]));
  }

  /** The name of what has the focus. */
  async focused(): Promise<string> {
    return this.page.evaluate(`{
      const active = document.activeElement;
      (active.labels?.[0] ?? active).innerText.trim().split("\\n")[0]
    }`);
  }

  /** Everything that the browser keeps for the pages: storages and cookies, also those that scripts cannot read. */
  async kept(): Promise<string> {
    const storages = await this.page.evaluate<string>(
      `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, window.name])`,
    );
    const databases = await this.page.evaluate<string>(
      `Promise.all([indexedDB.databases(), caches.keys()]).then(JSON.stringify)`,
    );
    return storages + databases + JSON.stringify(await this.context.cookies());
  }

  /** Keeps a screenshot of the whole page where `PLATFORM_SCREENSHOTS` names a folder; see the README here. */
  async keepScreenshot(name: string): Promise<void> {
    const folder = process.env["PLATFORM_SCREENSHOTS"];
    if (!folder) return;
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }

  /**
   * Nothing went wrong that a person does not see.
   *
   * @param refusals statuses of answers the test asked for on purpose; the browser reports each on its console
   */
  expectNoProblems(refusals: number[] = []): void {
    const asked = (problem: string) =>
      refusals.some((status) =>
        problem.startsWith(`Failed to load resource: the server responded with a status of ${status} `),
      );
    expect(this.problems.filter((problem) => !asked(problem))).to.deep.equal([]);
  }
}

/** A user who can sign in, in the pool that the pages use. */
export async function sandboxUser(name = "browser"): Promise<SandboxUser> {
  const { endpoint, accountId, region, users } = outputs();
  return ensureUser({ endpoint, accountId, region }, users.poolId as string, name);
}
