import { expect } from "chai";
import type { Route } from "playwright-core";
import { eventually } from "../support/sandbox";
import { contrastProblems, layoutProblems } from "./support/appearance";
import { people } from "./support/people";
import type { Person } from "./support/person";

const profile = {
  "Display name": `Zoë "Ζωή"`,
  Language: "en-GB",
  "First name": "Zoë",
  "Last name": "O'Brien <b>",
  Mobile: "+49 171 5550100",
  "Date of birth": "1990-12-31",
};

async function shown(person: Person): Promise<Record<string, string>> {
  const entries = Object.keys(profile).map(async (label) => [label, await person.field(label).inputValue()] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Signs in at the profile page and waits until what is stored is shown. */
async function openProfile(person: Person): Promise<void> {
  const loaded = person.page.waitForResponse(
    (response) => response.url().endsWith("/user") && response.request().method() === "GET",
  );
  await person.openSignedIn("/profile.html");
  await loaded;
}

async function save(person: Person, values: Record<string, string>): Promise<void> {
  await person.fill(values);
  await person.button("Save profile").click();
  await person.page.getByText("Your profile is saved.").waitFor();
}

describe("a person at their profile", () => {
  const visit = people();

  it(
    "signs in, saves it, and finds it again in another window, nowhere kept by the first",
    visit(
      async (person) => {
        await openProfile(person);
        await save(person, profile);
        expect(await shown(person)).to.deep.equal(profile);
        expect(await person.kept())
          .to.not.contain("5550100")
          .and.not.match(/eyJ[\w-]+\./);
        await person.keepScreenshot("profile-saved");
        await person.page.reload();
        expect((await shown(person))["Mobile"]).to.equal("");
        await person.button("Sign in").click();
        // The hosted login may still know who this is.
        await Promise.race([person.field("Username").waitFor(), person.button("Sign out").waitFor()]);
        if (await person.field("Username").isVisible()) await person.signIn();
        await eventually(() => person.field("Mobile").inputValue(), Boolean);
        expect(await shown(person)).to.deep.equal(profile);
      },
      { refusals: [404] },
    ),
  );

  it(
    "takes fields away by emptying them, and everything by removing it",
    visit(
      async (person) => {
        await openProfile(person);
        await save(person, profile);
        await save(person, { Mobile: "", Language: "" });
        expect(await shown(person)).to.deep.equal({ ...profile, Mobile: "", Language: "" });
        person.page.once("dialog", (dialog) => void dialog.accept());
        await person.button("Remove profile").click();
        await person.page.getByText("Your profile is removed.").waitFor();
        expect(Object.values(await shown(person)).join("")).to.equal("");
      },
      { refusals: [404] },
    ),
  );

  /** Has the page wait for what is stored, or not get it, as often as the function is called on. */
  async function disturbed(person: Person, disturb: (route: Route) => Promise<void>): Promise<void> {
    await person.page.route("**/user", (route) =>
      route.request().method() === "GET" ? disturb(route) : route.continue(),
    );
  }
  const again = (person: Person) => person.button("Try again");
  const savable = (person: Person) => person.button("Save profile").isEnabled();
  /** Saves a profile, and comes back to a page that has not loaded it. */
  async function comeBack(person: Person): Promise<void> {
    await person.page.reload();
    await person.button("Sign in").click();
    await Promise.race([person.field("Username").waitFor(), person.button("Sign out").waitFor()]);
    if (await person.field("Username").isVisible()) await person.signIn();
  }

  for (const [how, disturb, message] of [
    ["cannot be reached", (route: Route) => route.abort(), "The service cannot be reached."],
    [
      "fails",
      (route: Route) =>
        route.fulfill({
          status: 500,
          json: { error: { code: "InternalError", message: "It broke.", requestId: "r-1" } },
        }),
      "It broke.",
    ],
    [
      "answers what is no profile",
      (route: Route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>Welcome to our network</p>" }),
      "The answer of the service cannot be read.",
    ],
  ] as const) {
    it(
      `cannot save over a profile that they have not seen, where the service ${how}, and gets it by trying again`,
      visit(
        async (person) => {
          await openProfile(person);
          await save(person, profile);
          let failures = 0;
          await disturbed(person, async (route) => {
            if (failures === 2) return route.continue();
            failures++;
            return disturb(route);
          });
          await comeBack(person);
          await again(person).waitFor();
          expect(await person.alert()).to.contain(message);
          expect(await savable(person)).to.equal(false);
          expect(await person.field("Mobile").isDisabled()).to.equal(true);
          expect(await person.button("Remove profile").isEnabled()).to.equal(false);
          await person.keepScreenshot(`profile-not-loaded-${how.split(" ")[0]}`);
          expect(await contrastProblems(person.page)).to.deep.equal([]);
          expect(await layoutProblems(person.page)).to.deep.equal([]);

          await again(person).click();
          await eventually(
            () => Promise.resolve(failures),
            (count) => count === 2,
          );
          await again(person).waitFor();
          expect(await savable(person)).to.equal(false);

          await again(person).click();
          await eventually(() => person.field("Mobile").inputValue(), Boolean);
          expect(await person.page.getByRole("alert").count()).to.equal(0);
          await save(person, { Language: "de-DE" });
          expect(await shown(person)).to.deep.equal({ ...profile, Language: "de-DE" });
          // The browser tells of each failure that was made here.
          person.problems.splice(0);
        },
        { refusals: [404, 500] },
      ),
    );
  }

  it(
    "waits for what is stored before anything can be saved",
    visit(
      async (person) => {
        await openProfile(person);
        await save(person, profile);
        let go = (): void => undefined;
        const gone = new Promise<void>((resolve) => (go = resolve));
        await disturbed(person, async (route) => {
          await gone;
          await route.continue();
        });
        await comeBack(person);
        await person.page.getByText("Your profile is being loaded.").waitFor();
        expect(await savable(person)).to.equal(false);
        expect(await person.field("Mobile").isDisabled()).to.equal(true);
        await person.keepScreenshot("profile-waiting");
        go();
        await eventually(() => person.field("Mobile").inputValue(), Boolean);
        expect(await savable(person)).to.equal(true);
        expect(await person.page.getByText("Your profile is being loaded.").isVisible()).to.equal(false);
        expect(await shown(person)).to.deep.equal(profile);
      },
      { refusals: [404] },
    ),
  );

  it(
    "is shown nothing that arrives after they have signed out",
    visit(
      async (person) => {
        await openProfile(person);
        await save(person, profile);
        await person.link("Add").click();
        await person.heading("Add a student").waitFor();
        let go = (): void => undefined;
        const gone = new Promise<void>((resolve) => (go = resolve));
        await disturbed(person, async (route) => {
          await gone;
          await route.continue();
        });
        // Leaving for the hosted login is what a session that ends by itself does not do.
        await person.page.route("**/logout?*", (route) => route.fulfill({ status: 204 }));
        await person.link("Profile").click();
        await person.page.getByText("Your profile is being loaded.").waitFor();
        await person.button("Sign out").click();
        await person.heading("Sign in to continue").waitFor();
        const arrived = person.page.waitForResponse((response) => response.url().endsWith("/user"));
        go();
        await arrived;
        await person.page.waitForTimeout(200);
        expect(await person.page.getByText("Your profile is being loaded.").isVisible()).to.equal(false);
        expect(Object.values(await shown(person)).join("")).to.equal("");
        expect(await savable(person)).to.equal(false);
        person.problems.splice(0);
      },
      { refusals: [404] },
    ),
  );

  it(
    "keeps the profile when they think better of removing it",
    visit(
      async (person) => {
        await openProfile(person);
        await save(person, profile);
        person.page.once("dialog", (dialog) => void dialog.dismiss());
        await person.button("Remove profile").click();
        expect(await shown(person)).to.deep.equal(profile);
      },
      { refusals: [404] },
    ),
  );

  it(
    "is told at the field what is wrong with it",
    visit(
      async (person) => {
        await openProfile(person);
        await person.fill({ Mobile: "call me" });
        await person.button("Save profile").click();
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert()).to.contain("Please correct the marked fields.");
        expect(await person.description("Mobile")).to.contain("must be a telephone number");
      },
      { refusals: [400, 404] },
    ),
  );

  it(
    "goes there from the other pages without signing in again, and leaves nothing on the screen when signed out",
    visit(
      async (person) => {
        await person.openSignedIn();
        await person.link("Profile").click();
        await person.heading("Your profile").waitFor();
        await save(person, profile);
        await person.button("Sign out").click();
        await person.heading("Sign in to continue").waitFor();
        await person.open("/profile.html");
        await person.heading("Sign in to continue").waitFor();
        expect(Object.values(await shown(person)).join("")).to.equal("");
      },
      { refusals: [404] },
    ),
  );

  for (const [size, viewport] of Object.entries({
    wide: { width: 1280, height: 860 },
    narrow: { width: 320, height: 640 },
  })) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(
        `reads it, ${colorScheme} and ${size}`,
        visit(
          async (person) => {
            await openProfile(person);
            await person.fill(profile);
            await person.keepScreenshot(`profile-${colorScheme}-${size}`);
            expect(await contrastProblems(person.page)).to.deep.equal([]);
            expect(await layoutProblems(person.page)).to.deep.equal([]);
          },
          { viewport, colorScheme, hasTouch: size === "narrow", refusals: [404] },
        ),
      );
    }
  }
});
