import { expect } from "chai";
import { people } from "./support/people";

describe("a person who stays longer than an access token lasts", () => {
  const visit = people();

  it(
    "stays signed in, with the next token, until the login gives none",
    visit(
      async (person) => {
        await person.page.clock.install();
        const grants: (string | null)[] = [];
        const used = new Set<string>();
        person.page.on("request", (request) => {
          const { pathname } = new URL(request.url());
          if (pathname === "/oauth2/token")
            grants.push(new URLSearchParams(request.postData() ?? "").get("grant_type"));
          if (pathname.endsWith("/getstudentdetails") && request.method() === "GET")
            used.add(request.headers()["authorization"]!);
        });
        const ask = async (roll: string) => {
          await person.field("Roll number").fill(roll);
          await person.button("Find student").click();
          await person.page.getByText(`There is no student with the roll number ${roll}.`).waitFor();
        };
        await person.openSignedIn("/find.html");
        await ask("none-1");
        const renewed = person.page.waitForResponse((response) => response.url().endsWith("/oauth2/token"));
        await person.page.clock.fastForward("14:45");
        expect((await renewed).status()).to.equal(200);
        await ask("none-2");
        expect(grants).to.deep.equal(["authorization_code", "refresh_token"]);
        expect(used.size).to.equal(2);
        expect(await person.kept()).to.not.match(/eyJ[\w-]+\./);

        await person.page.route("**/oauth2/token", (route) => route.fulfill({ status: 400, body: "{}" }));
        await person.page.clock.fastForward("14:45");
        await person.heading("Sign in to continue").waitFor();
        expect(await person.button("Sign out").isVisible()).to.equal(false);
      },
      { refusals: [400, 404] },
    ),
  );
});
