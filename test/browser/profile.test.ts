import { expect } from "chai";
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
