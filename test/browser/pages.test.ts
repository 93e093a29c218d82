import { expect } from "chai";
import { eventually, newStudent } from "../support/sandbox";
import { people } from "./support/people";
import { sandboxUser } from "./support/person";

describe("the pages in a browser", () => {
  const visit = people();

  for (const address of ["/", "/find.html"]) {
    it(
      `come with the headers that protect them: ${address}`,
      visit(async (person) => {
        const response = (await person.page.goto(address))!;
        const headers = await response.allHeaders();
        expect(headers["content-security-policy"])
          .to.match(/default-src 'none'/)
          .and.match(/script-src 'self'(;|$)/)
          .and.match(/frame-ancestors 'none'/)
          .and.match(/base-uri 'none'/)
          .and.not.contain("unsafe");
        expect(headers["strict-transport-security"]).to.match(/max-age=\d{8,}/);
        expect(headers).to.include({
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "referrer-policy": "no-referrer",
        });
      }),
    );
  }

  it(
    "run no script but their own",
    visit(async (person) => {
      await person.open();
      await person.page.evaluate(`{
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
      }`);
      expect(await person.page.evaluate(`window.ran`)).to.equal(undefined);
      await person.page.waitForTimeout(100);
      // The browser's refusal is the proof that violations would be seen by every other test.
      expect(person.problems.splice(0).join("\n")).to.contain("content security policy: script-src");
    }),
  );

  it(
    "let nobody show them in a frame",
    visit(async (person) => {
      const elsewhere = person.baseUrl.replace("localhost", "127.0.0.1") + "elsewhere";
      await person.page.route(elsewhere, (route) =>
        route.fulfill({ contentType: "text/html", body: `<iframe src="${person.baseUrl}"></iframe>` }),
      );
      await person.page.goto(elsewhere);
      const frame = person.page.frames()[1]!;
      // What the browser shows in place of a page that does not want to be there.
      await eventually(
        () => Promise.resolve(frame.url()),
        (url) => url.startsWith("chrome-error:"),
      );
      expect(await frame.getByRole("heading", { name: "Add a student" }).count()).to.equal(0);
    }),
  );

  it(
    "show what is typed as text, never as a page",
    visit(async (person) => {
      const { Roll } = newStudent();
      const hostile = "<img src=x onerror=document.title='broken'>";
      await person.openSignedIn();
      await person.fill({ "Roll number": Roll, Year: "1", "First name": hostile, "Last name": "Rao" });
      await person.fill({ Department: hostile });
      await person.button("Add student").click();
      await person.link("Show the student").click();
      await person.heading(`${hostile} Rao`).waitFor();
      expect(await person.page.getByRole("definition").allInnerTexts()).to.include(hostile);
      expect(await person.page.title()).to.not.equal("broken");
    }),
  );

  it(
    "say that an address has no page, with links to those that exist",
    visit(
      async (person) => {
        const status = await person.open("/no/such/page.html");
        // S3 says 403 to those who may not list a bucket. Either way it is no 200, which would be kept and indexed.
        expect(status).to.be.oneOf([403, 404]);
        await person.heading("There is nothing here").waitFor();
        await person.keepScreenshot("missing");
        await person.link("Find a student").click();
        await person.heading("Find a student").waitFor();
      },
      { refusals: [403, 404] },
    ),
  );

  it(
    "can be used with the keyboard alone",
    visit(async (person) => {
      const user = await sandboxUser();
      const { Roll } = newStudent();
      const press = async (...keys: string[]) => {
        for (const key of keys) await person.page.keyboard.press(key);
      };
      const type = (text: string) => person.page.keyboard.type(text);

      await person.open();
      await press("Tab");
      expect(await person.focused()).to.equal("Skip to content");
      await press("Enter", "Tab");
      expect(await person.focused()).to.equal("Sign in");
      await press("Enter");
      await person.field("Username").waitFor();
      await type(user.username);
      await press("Tab");
      await type(user.password);
      await press("Enter");
      await person.button("Sign out").waitFor();

      await press("Tab", "Enter", "Tab");
      expect(await person.focused()).to.equal("Roll number");
      for (const text of [Roll, "2026", "Asha", "Rao", "Physics"]) {
        await type(text);
        await press("Tab");
      }
      expect(await person.focused()).to.contain("Mobile");
      await press("Enter");
      await person.page.getByText(`Student ${Roll} is stored.`).waitFor();
      expect(await person.focused()).to.equal("Roll number");

      await press("Shift+Tab");
      expect(await person.focused()).to.equal("Show the student");
      await press("Enter");
      await person.heading("Asha Rao").waitFor();
      // Who cannot see the page is taken to what appeared.
      expect(await person.focused()).to.equal("Asha Rao");
    }),
  );

  it(
    "keep what was typed when a person skips to the content",
    visit(async (person) => {
      await person.openSignedIn();
      await person.field("Department").fill("Physics");
      await person.link("Skip to content").focus();
      await person.page.keyboard.press("Enter");
      await person.page.waitForTimeout(500);
      expect(await person.field("Department").inputValue()).to.equal("Physics");
      expect(await person.field("Department").isEnabled()).to.equal(true);
    }),
  );

  it(
    "say what they are to those who hear them",
    visit(async (person) => {
      for (const [address, name] of [
        ["/", "Add"],
        ["/find.html", "Find"],
      ] as const) {
        await person.open(address);
        expect(await person.page.getByRole("heading", { level: 1 }).count()).to.equal(1);
        for (const role of ["banner", "navigation", "main"] as const)
          expect(await person.page.getByRole(role).count(), role).to.equal(1);
        expect(await person.page.locator("[aria-current=page]").allInnerTexts()).to.deep.equal([name]);
        expect(await person.page.evaluate(`document.documentElement.lang`)).to.equal("en");
        const ids = await person.page.evaluate<string[]>(`[...document.querySelectorAll("[id]")].map(({ id }) => id)`);
        expect(new Set(ids).size).to.equal(ids.length);
      }
    }),
  );
});
