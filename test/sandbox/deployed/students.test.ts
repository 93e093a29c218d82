import { expect } from "chai";
import { eventually, mails, newStudent, outputs, sandboxOk, token } from "../../support/sandbox";

interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

describe("students API", () => {
  let url: string;
  let apiKey: string;
  let accessToken: string;

  before(async () => {
    ({ url, apiKey } = outputs()["students"]);
    accessToken = await token();
  });

  async function call(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string | undefined> } = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = {};
    const wanted = {
      "x-api-key": apiKey,
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
      ...options.headers,
    };
    for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers[name] = value;
    const body =
      options.body === undefined
        ? undefined
        : typeof options.body === "string"
          ? options.body
          : JSON.stringify(options.body);
    const response = await fetch(`${url}${path}`, { method, headers, body });
    const text = await response.text();
    let parsed: unknown = text;
    try {
      parsed = JSON.parse(text);
    } catch {
      // Not JSON: the text itself is what the test looks at.
    }
    return { status: response.status, body: parsed, headers: response.headers };
  }

  const add = (student: { Roll: string }, options: Parameters<typeof call>[2] = {}) =>
    call("POST", `/addstudentdetails?Roll=${encodeURIComponent(student.Roll)}`, { body: student, ...options });
  const get = (roll: string, options: Parameters<typeof call>[2] = {}) =>
    call("GET", `/getstudentdetails?Roll=${encodeURIComponent(roll)}`, options);

  it("stores a student and gives it back", async () => {
    const student = newStudent({ mobile: "+49 171 5550100" });
    const stored = await add(student);
    expect(stored.body).to.deep.equal({ Roll: student.Roll, stored: true });
    expect(stored.status).to.equal(200);
    const found = await get(student.Roll);
    expect(found.status).to.equal(200);
    expect(found.body).to.deep.equal(student);
  });

  it("keeps quotes, line breaks, backslashes and other scripts as they are", async () => {
    const student = newStudent({
      FirstName: `O'Brien "Zoë"`,
      LastName: "Ωμέγα \\ 数学",
      Department: "R&D <b> $input.json('$')",
    });
    expect((await add(student)).status).to.equal(200);
    expect((await get(student.Roll)).body).to.deep.equal(student);
  });

  it("answers 404 with the platform's error for an unknown Roll", async () => {
    const { status, body } = await get("nobody");
    expect(status).to.equal(404);
    expect(body.error.code).to.equal("StudentNotFound");
    expect(body.error.requestId).to.be.a("string").and.not.equal("");
  });

  it("does not count an unknown Roll as an error of the function", async () => {
    const roll = newStudent().Roll;
    await get(roll);
    const log = await eventually(
      () => sandboxOk("logs", "getStudentDetails"),
      (text) => text.includes("StudentNotFound"),
    );
    expect(log).to.not.contain(roll);
  });

  it("needs the key", async () => {
    for (const key of [undefined, "wrong-key-wrong-key-wrong"]) {
      const { status, body, headers } = await get("1", { headers: { "x-api-key": key } });
      expect(status).to.equal(403);
      expect(body.message).to.equal("Forbidden");
      expect(headers.get("access-control-allow-origin")).to.not.equal(null);
    }
  });

  it("needs a token that is whole", async () => {
    const [head, payload, signature] = accessToken.split(".") as [string, string, string];
    const forged = `${head}.${payload}.${signature.slice(0, -4)}${signature.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
    for (const authorization of [undefined, "Bearer", "Bearer x", "Basic abc", `Bearer ${forged}`]) {
      const { status } = await get("1", { headers: { authorization } });
      expect(status, String(authorization).slice(0, 20)).to.equal(401);
    }
  });

  it("insists on Roll before the function runs", async () => {
    const before = await sandboxOk("logs", "addStudentDetails");
    const { status, body } = await call("POST", "/addstudentdetails", { body: newStudent() });
    expect(status).to.equal(400);
    expect(body.message).to.equal("Missing required request parameters: [Roll]");
    expect(await sandboxOk("logs", "addStudentDetails")).to.equal(before);
  });

  it("refuses a body that is no JSON, and stores nothing", async () => {
    const { Roll } = newStudent();
    const { status, body, headers } = await call("POST", `/addstudentdetails?Roll=${Roll}`, { body: '{ "Roll": ' });
    expect(status).to.equal(400);
    expect(body.message).to.match(/^Could not parse request body into json/);
    expect(headers.get("access-control-allow-origin")).to.not.equal(null);
    expect((await get(Roll)).status).to.equal(404);
  });

  it("refuses a body whose Roll is another, a missing field and a field too many", async () => {
    const student = newStudent();
    const wrong: object[] = [
      { ...student, Roll: "other" },
      { ...student, Year: undefined },
      { ...student, admin: true },
      { ...student, FirstName: 1 },
    ];
    for (const body of wrong) {
      const answer = await call("POST", `/addstudentdetails?Roll=${student.Roll}`, { body });
      expect(answer.status, JSON.stringify(body)).to.equal(400);
      expect(answer.body.error.code).to.be.a("string");
      expect(answer.headers.get("access-control-allow-origin")).to.not.equal(null);
    }
    expect((await get(student.Roll)).status).to.equal(404);
  });

  it("answers the preflight request of a page", async () => {
    const response = await fetch(`${url}/addstudentdetails?Roll=1`, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:3000",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-api-key",
      },
    });
    expect(response.ok).to.equal(true);
    expect(response.headers.get("access-control-allow-methods")).to.contain("POST");
    expect(response.headers.get("access-control-allow-headers")?.toLowerCase())
      .to.contain("x-api-key")
      .and.contain("authorization");
    expect(response.headers.get("access-control-allow-origin")).to.not.equal(null);
  });

  describe("with the authorizer's answer kept", () => {
    // The gateway keeps a policy per token, so each order needs a token of its own.
    for (const order of [
      ["read", "write"],
      ["write", "read"],
    ]) {
      it(`lets one token do both: ${order.join(", then ")}`, async () => {
        const own = await token("--user", `order-${order.join("-")}`);
        const headers = { authorization: `Bearer ${own}` };
        for (const what of order) {
          const answer = what === "read" ? await get("nobody", { headers }) : await add(newStudent(), { headers });
          expect(answer.status, what).to.equal(what === "read" ? 404 : 200);
        }
      });
      it(`refuses with 403 what the scopes do not allow: ${order.join(", then ")}`, async () => {
        const own = await token("--user", `reader-${order.join("-")}`, "--scope", "students/read");
        const headers = { authorization: `Bearer ${own}` };
        for (const what of order) {
          const answer = what === "read" ? await get("nobody", { headers }) : await add(newStudent(), { headers });
          expect(answer.status, what).to.equal(what === "read" ? 404 : 403);
        }
      });
    }
  });

  it("sends one mail for a new student, without the mobile number, and none for a changed one", async () => {
    const student = newStudent({ mobile: "+49 171 5550199" });
    await add(student);
    const ofStudent = async () => (await mails()).filter((mail) => mail.subject === `New student ${student.Roll}`);
    const [mail] = await eventually(ofStudent, (found) => found.length > 0);
    expect(mail!.to).to.not.be.empty;
    for (const field of ["Roll", "FirstName", "LastName", "Department", "Year"])
      expect(mail!.body).to.contain(student[field]);
    expect(mail!.body).to.not.contain("5550199");

    await add({ ...student, Department: "Chemistry" } as typeof student);
    const marker = newStudent();
    await add(marker);
    // The stream is in order: once the later student's mail is there, the change's would have been.
    await eventually(mails, (all) => all.some((each) => each.subject === `New student ${marker.Roll}`));
    expect(await ofStudent()).to.have.length(1);
  });
});
