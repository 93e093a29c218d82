import { expect } from "chai";
import { newStudent, outputs } from "../support/sandbox";
import { people } from "./support/people";
import type { Person } from "./support/person";

const REQUEST_ID = /Request id: [0-9a-f-]{36}/;

async function find(person: Person, roll: string): Promise<void> {
  await person.field("Roll number").fill(roll);
  await person.button("Find student").click();
}

describe("what a person is told when it does not work", () => {
  const visit = people();

  it(
    "an unknown roll number, with the request's id",
    visit(
      async (person) => {
        const { Roll } = newStudent();
        await person.openSignedIn("/find.html");
        await find(person, Roll);
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert())
          .to.contain(`There is no student with the roll number ${Roll}.`)
          .and.match(REQUEST_ID);
        await person.keepScreenshot("unknown");
      },
      { refusals: [404] },
    ),
  );

  it(
    "a student found before is gone when the next one is not found",
    visit(
      async (person) => {
        const student = newStudent({ FirstName: "Before" });
        await person.openSignedIn();
        await person.fill({ "Roll number": student.Roll, Year: "1", "First name": "Before", "Last name": "Rao" });
        await person.fill({ Department: "Physics" });
        await person.button("Add student").click();
        await person.link("Show the student").click();
        await person.heading("Before Rao").waitFor();
        await find(person, newStudent().Roll);
        await person.page.getByRole("alert").waitFor();
        expect(await person.heading("Before Rao").isVisible()).to.equal(false);
      },
      { refusals: [404] },
    ),
  );

  it(
    "fields left empty, before anything is sent",
    visit(async (person) => {
      await person.openSignedIn();
      const sent: string[] = [];
      person.page.on("request", (request) => sent.push(request.url()));
      await person.fill({ "First name": "Asha", "Last name": "   " });
      await person.button("Add student").click();
      await person.page.getByText("Enter the roll number.").waitFor();
      for (const label of ["Roll number", "Year", "Last name", "Department"]) {
        expect(await person.description(label), label).to.contain(`Enter the ${label.toLowerCase()}.`);
        expect(await person.field(label).getAttribute("aria-invalid"), label).to.equal("true");
      }
      for (const label of ["First name", "Mobile"]) {
        expect(await person.description(label), label).to.not.contain("Enter");
      }
      expect(await person.focused()).to.equal("Roll number");
      expect(sent).to.deep.equal([]);
      await person.keepScreenshot("fields-missing");

      await person.field("Roll number").fill("1");
      expect(await person.description("Roll number")).to.not.contain("Enter");
    }),
  );

  it(
    "what the API finds wrong, at each field, keeping what was typed",
    visit(
      async (person) => {
        const { Roll } = newStudent();
        await person.openSignedIn();
        const values = { "Roll number": Roll, Year: "!!!", "First name": "Asha", "Last name": "Rao" };
        await person.fill({ ...values, Department: "Physics", Mobile: "call me" });
        await person.button("Add student").click();
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert()).to.match(REQUEST_ID);
        expect(await person.description("Year")).to.contain("must be a year or term");
        expect(await person.description("Mobile")).to.contain("must be a telephone number");
        expect(await person.description("First name")).to.equal("");
        expect(await person.focused()).to.equal("Year");
        expect(await person.field("Year").inputValue()).to.equal("!!!");
        await person.keepScreenshot("fields-refused");

        await person.fill({ Year: "2026", Mobile: "" });
        await person.button("Add student").click();
        await person.page.getByText(`Student ${Roll} is stored.`).waitFor();
        expect(await person.page.getByRole("alert").count()).to.equal(0);
      },
      { refusals: [400] },
    ),
  );

  it(
    "a key that the API does not take",
    visit(
      async (person) => {
        await person.withConfig({ apiKey: "wrong-key-wrong-key-wrong" });
        await person.openSignedIn("/find.html");
        await find(person, "1");
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert())
          .to.contain("Forbidden")
          .and.match(REQUEST_ID);
        expect(await person.button("Find student").isEnabled()).to.equal(true);
      },
      { refusals: [403] },
    ),
  );

  it(
    "an API that cannot be reached, after which it can be tried again",
    visit(async (person) => {
      const { Roll } = newStudent();
      await person.openSignedIn("/find.html");
      await person.context.setOffline(true);
      await find(person, Roll);
      await person.page.getByRole("alert").waitFor();
      expect(await person.alert()).to.contain("cannot be reached");
      expect(await person.field("Roll number").inputValue()).to.equal(Roll);
      await person.context.setOffline(false);
      await person.button("Find student").click();
      await person.page.getByText("There is no student").waitFor();
      expect(person.problems.splice(0).join("\n")).to.match(/^Failed to load resource: .*ERR_INTERNET_DISCONNECTED/);
    }),
  );

  it(
    "a configuration that is not there",
    visit(
      async (person) => {
        await person.page.route("**/config.json", (route) => route.fulfill({ status: 503, body: "" }));
        await person.open();
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert()).to.contain("The configuration cannot be loaded (503).");
        expect(await person.field("Roll number").isDisabled()).to.equal(true);
      },
      { refusals: [503] },
    ),
  );
});

/** On AWS the API has an origin of its own. Here it has one too, with the policy of the pages switched off for it. */
describe("an API on another origin", () => {
  const visit = people();
  const options = { bypassCSP: true };

  it(
    "adds and shows a student",
    visit(async (person) => {
      const student = newStudent();
      await person.withConfig({ apiUrl: outputs()["students"].url as string });
      await person.openSignedIn();
      await person.fill({ "Roll number": student.Roll, Year: "1", "First name": "Far", "Last name": "Away" });
      await person.fill({ Department: "Physics" });
      await person.button("Add student").click();
      await person.link("Show the student").click();
      await person.heading("Far Away").waitFor();
    }, options),
  );

  it(
    "lets the page read its own error and those of the gateway",
    visit(
      async (person) => {
        await person.withConfig({ apiUrl: outputs()["students"].url as string });
        await person.openSignedIn("/find.html");
        await find(person, newStudent().Roll);
        await person.page.getByText("There is no student").waitFor();
        expect(await person.alert()).to.match(REQUEST_ID);

        await person.withConfig({ apiKey: "wrong-key-wrong-key-wrong" });
        await person.openSignedIn("/find.html");
        await find(person, "1");
        await person.page.getByText("Forbidden").waitFor();
        expect(await person.alert()).to.match(REQUEST_ID);
      },
      { ...options, refusals: [403, 404] },
    ),
  );
});
