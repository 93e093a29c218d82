import { expect } from "chai";
import { newStudent } from "../support/sandbox";
import { people } from "./support/people";
import { sandboxUser, type Person } from "./support/person";

/** Three parts of base64url, the first of which is a JSON object. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/;

async function expectSignedOut(person: Person): Promise<void> {
  await person.heading("Sign in to continue").waitFor();
  expect(await person.button("Sign out").isVisible()).to.equal(false);
  for (const field of await person.page.getByRole("textbox").all()) expect(await field.isDisabled()).to.equal(true);
}

describe("who may use the pages", () => {
  const visit = people();

  for (const address of ["/", "/find.html"]) {
    it(
      `nobody who is not signed in: ${address}`,
      visit(async (person) => {
        const asked: string[] = [];
        person.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
        expect(await person.open(address)).to.equal(200);
        await expectSignedOut(person);
        expect(asked.filter((path) => path.includes("studentdetails"))).to.deep.equal([]);
      }),
    );
  }

  it(
    "not with a wrong password, but with the right one afterwards",
    visit(
      async (person) => {
        const { username } = await sandboxUser();
        await person.open();
        await person.button("Sign in").click();
        await person.fill({ Username: username, Password: "Wrong-Passw0rd-2026" });
        await person.button("Sign in").click();
        await person.page.getByText(/incorrect/i).waitFor();
        await person.signIn();
        expect(await person.field("Roll number").isEnabled()).to.equal(true);
      },
      { refusals: [400, 401] },
    ),
  );

  it(
    "comes back to the page where the sign-in began, to the student asked for",
    visit(
      async (person) => {
        const { Roll } = newStudent();
        await person.openSignedIn(`/find.html#Roll=${Roll}`);
        await person.page.getByText(`There is no student with the roll number ${Roll}.`).waitFor();
        expect(await person.field("Roll number").inputValue()).to.equal(Roll);
        const { search, hash } = new URL(person.page.url());
        expect({ search, hash }).to.deep.equal({ search: "", hash: `#Roll=${Roll}` });
      },
      { refusals: [404] },
    ),
  );

  it(
    "until the page is loaded anew, for the token is nowhere but in memory",
    visit(async (person) => {
      let token: string | undefined;
      person.page.on("request", (request) => (token = request.headers()["authorization"]?.slice(7) ?? token));
      const student = newStudent();
      await person.openSignedIn();
      await person.fill({ "Roll number": student.Roll, Year: "1", "First name": "Asha", "Last name": "Rao" });
      await person.fill({ Department: "Physics" });
      await person.button("Add student").click();
      await person.page.getByText("is stored").waitFor();

      expect(token).to.match(TOKEN);
      const kept = await person.kept();
      expect(kept).to.not.match(TOKEN).and.not.contain(token!.split(".")[2]).and.not.contain("verifier");
      expect(kept).to.not.contain("code=");

      await person.page.reload();
      await expectSignedOut(person);
      expect(await person.kept()).to.not.match(TOKEN);
    }),
  );

  it(
    "until they sign out",
    visit(async (person) => {
      await person.openSignedIn("/find.html");
      await person.button("Sign out").click();
      await expectSignedOut(person);
      expect(await person.page.title()).to.match(/^Add a student/);
      expect(await person.kept()).to.not.match(TOKEN);
    }),
  );

  it(
    "until the API no longer takes the token, keeping what was typed",
    visit(
      async (person) => {
        await person.openSignedIn("/find.html");
        await person.page.route("**/getstudentdetails*", (route) =>
          route.continue({ headers: { ...route.request().headers(), authorization: "Bearer worn.out.token" } }),
        );
        await person.field("Roll number").fill("4711");
        await person.button("Find student").click();
        await person.page.getByRole("alert").waitFor();
        expect(await person.alert()).to.contain("Your session has ended. Please sign in again.");
        await expectSignedOut(person);
        expect(await person.field("Roll number").inputValue()).to.equal("4711");
      },
      { refusals: [401] },
    ),
  );

  it(
    "not with an answer of the login that was not asked for here",
    visit(async (person) => {
      await person.open("/index.html?code=stolen&state=guessed");
      await person.page.getByText("This sign-in was not started here.").waitFor();
      await expectSignedOut(person);
      expect(new URL(person.page.url()).search).to.equal("");
    }),
  );

  it(
    "not when the login refuses, and is told why",
    visit(async (person) => {
      await person.open();
      await person.page.evaluate(`sessionStorage.setItem("sign-in", JSON.stringify({ state: "mine" }))`);
      await person.open("/index.html?error=access_denied&error_description=The+account+is+locked.&state=mine");
      await person.page.getByText("The account is locked.").waitFor();
      await expectSignedOut(person);
    }),
  );
});
