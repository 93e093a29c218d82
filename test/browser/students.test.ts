import { expect } from "chai";
import { eventually, mails, newStudent } from "../support/sandbox";
import { people } from "./support/people";
import type { Person } from "./support/person";

/** What a person types, by label. */
function typed(student: Record<string, string>): Record<string, string> {
  return {
    "Roll number": student["Roll"]!,
    Year: student["Year"]!,
    "First name": student["FirstName"]!,
    "Last name": student["LastName"]!,
    Department: student["Department"]!,
    ...(student["mobile"] && { Mobile: student["mobile"] }),
  };
}

async function add(person: Person, student: Record<string, string>): Promise<void> {
  await person.fill(typed(student));
  await person.button("Add student").click();
}

describe("a person at the student pages", () => {
  const visit = people();

  it(
    "signs in, adds a student, is told so, and finds the student with every field",
    visit(async (person) => {
      const student = newStudent({
        FirstName: `Zoë "Ζωή" O'Brien`,
        LastName: "Иванова \\ 数学",
        Department: "R&D <b>Physics</b>",
        Year: "3rd",
        mobile: "+49 171 5550100",
      });
      const user = await person.openSignedIn();
      await person.page.getByText(user.username).waitFor();
      await add(person, student);
      await person.page.getByText("is stored").waitFor();
      expect(await person.confirmation()).to.contain(`Student ${student.Roll} is stored.`);
      expect(await person.field("First name").inputValue()).to.equal("");
      await person.keepScreenshot("journey-added");

      await person.link("Find").click();
      await person.heading("Find a student").waitFor();
      expect(await person.page.title()).to.match(/^Find a student/);
      await person.field("Roll number").fill(student.Roll);
      await person.button("Find student").click();
      await person.heading(`${student["FirstName"]} ${student["LastName"]}`).waitFor();
      expect(await person.studentShown()).to.deep.equal({
        "Roll number": student.Roll,
        Department: student["Department"],
        Year: "3rd",
        Mobile: "+49 171 5550100",
      });
      await person.keepScreenshot("journey-found");
    }),
  );

  it(
    "goes from the confirmation to the student, and back",
    visit(async (person) => {
      const student = newStudent({ Roll: `A/7 & ${newStudent().Roll}?` });
      await person.openSignedIn();
      await add(person, student);
      await person.link("Show the student").click();
      await person.heading("Asha Rao").waitFor();
      expect(await person.studentShown())
        .to.include({ "Roll number": student.Roll })
        .and.not.have.property("Mobile");
      await person.page.goBack();
      await person.heading("Add a student").waitFor();
      // The document was never left, so the person is still signed in.
      expect(await person.field("Roll number").isEnabled()).to.equal(true);
      await person.page.goForward();
      await person.heading("Asha Rao").waitFor();
    }),
  );

  it(
    "sees a change of a student who is there",
    visit(async (person) => {
      const student = newStudent();
      await person.openSignedIn();
      for (const Department of ["Chemistry", "Biology"]) {
        await add(person, { ...student, Department });
        await person.page.getByText("is stored").waitFor();
      }
      await person.link("Show the student").click();
      expect(await person.studentShown()).to.include({ Department: "Biology" });
    }),
  );

  it(
    "has a mail sent for the student, without the mobile number",
    visit(async (person) => {
      const student = newStudent({ FirstName: 'Ana "Anya"', LastName: "Λάμπρου", mobile: "+49 171 5550177" });
      await person.openSignedIn();
      await add(person, student);
      await person.page.getByText("is stored").waitFor();
      const [mail] = await eventually(
        async () => (await mails()).filter(({ subject }) => subject === `New student ${student.Roll}`),
        (found) => found.length > 0,
      );
      for (const field of ["Roll", "FirstName", "LastName", "Department", "Year"])
        expect(mail!.body).to.contain(student[field]);
      expect(mail!.body).to.not.contain("5550177");
    }),
  );

  it(
    "who double-clicks sends one request",
    visit(async (person) => {
      const student = newStudent();
      await person.openSignedIn();
      const sent: string[] = [];
      person.page.on("request", (request) => {
        if (request.method() === "POST" && request.url().includes("/addstudentdetails")) sent.push(request.url());
      });
      await person.fill(typed(student));
      await person.button("Add student").dblclick();
      await person.page.getByText("is stored").waitFor();
      expect(sent).to.have.length(1);
    }),
  );
});
