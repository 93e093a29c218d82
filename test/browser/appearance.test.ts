import { expect } from "chai";
import { newStudent } from "../support/sandbox";
import { contrastProblems, layoutProblems } from "./support/appearance";
import { people } from "./support/people";
import type { Person } from "./support/person";

const VIEWPORTS = {
  wide: { width: 1280, height: 860 },
  narrow: { width: 320, height: 640 },
};

/** Also keeps screenshots of everything a person sees on the way, where `PLATFORM_SCREENSHOTS` is set. */
describe("how the pages look", () => {
  const visit = people();

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      const look = async (person: Person, what: string) => {
        await person.keepScreenshot(`${what}-${colorScheme}-${size}`);
        expect(await contrastProblems(person.page), `contrast: ${what}`).to.deep.equal([]);
        expect(await layoutProblems(person.page), `layout: ${what}`).to.deep.equal([]);
      };

      it(
        `readable and without sideways scrolling, ${colorScheme} and ${size}`,
        visit(
          async (person) => {
            const { Roll } = newStudent();
            const long = "Department-of-" + "Thermodynamics".repeat(5);
            await person.open();
            await look(person, "add-signed-out");
            await person.openSignedIn();
            await look(person, "add-signed-in");
            await person.button("Add student").click();
            await look(person, "add-missing");
            await person.fill({ "Roll number": Roll, Year: "2026", "First name": `Zoë "Ζωή"`, "Last name": "Иванова" });
            await person.fill({ Department: long, Mobile: "+49 171 5550100" });
            await look(person, "add-filled");
            await person.button("Add student").click();
            await person.page.getByText("is stored").waitFor();
            await look(person, "add-stored");
            await person.link("Show the student").click();
            await person.heading('Zoë "Ζωή" Иванова').waitFor();
            await look(person, "find-found");
            await person.field("Roll number").fill("unknown");
            await person.button("Find student").click();
            await person.page.getByRole("alert").waitFor();
            await look(person, "find-unknown");
            await person.open("/missing");
            await look(person, "missing");
          },
          { viewport, colorScheme, hasTouch: size === "narrow", refusals: [403, 404] },
        ),
      );
    }
  }
});
