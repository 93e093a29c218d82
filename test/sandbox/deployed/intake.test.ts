import { expect } from "chai";
import { eventually, newStudent, outputs, token } from "../../support/sandbox";

describe("intake API", () => {
  let accessToken: string;

  before(async () => {
    accessToken = await token();
  });

  async function post(body: unknown, headers: Record<string, string> = { authorization: `Bearer ${accessToken}` }) {
    const response = await fetch(`${outputs()["intake"].url}/students`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as any };
  }

  async function stored(roll: string): Promise<number> {
    const { url, apiKey } = outputs()["students"];
    const headers = { "x-api-key": apiKey as string, authorization: `Bearer ${accessToken}` };
    return (await fetch(`${url}/getstudentdetails?Roll=${roll}`, { headers })).status;
  }

  it("takes one student and stores it later", async () => {
    const student = newStudent();
    const { status, body } = await post(student);
    expect(status).to.equal(202);
    expect(Object.keys(body)).to.deep.equal(["messageId"]);
    await eventually(
      () => stored(student.Roll),
      (code) => code === 200,
    );
  });

  it("takes ten at once, each with its id", async () => {
    const students = Array.from({ length: 10 }, () => newStudent({ FirstName: `O'Neil & "Söhne" =?` }));
    const { status, body } = await post({ students });
    expect(status).to.equal(202);
    expect(body.messageIds).to.have.length(10);
    expect(new Set(body.messageIds).size).to.equal(10);
    for (const { Roll } of students)
      await eventually(
        () => stored(Roll),
        (code) => code === 200,
      );
  });

  it("refuses eleven, none, a wrong student and no JSON by the model", async () => {
    const eleven = Array.from({ length: 11 }, () => newStudent());
    const incomplete: Record<string, unknown> = { ...newStudent(), LastName: undefined };
    // What the function would refuse, when nobody waits for the answer any more.
    const mistaken = [
      { mobile: "call me" },
      { mobile: "12" },
      { Year: "!!!" },
      { LastName: "a\nb" },
      { Roll: "1\uffff" },
    ];
    const students = [incomplete, ...mistaken.map((wrong) => ({ ...newStudent(), ...wrong }))];
    const single = students.flatMap((student) => [student, { students: [newStudent(), student] }]);
    for (const body of [{ students: eleven }, { students: [] }, ...single, "{"]) {
      expect((await post(body)).status, JSON.stringify(body).slice(0, 60)).to.equal(400);
    }
  });

  it("refuses a caller without a token, and one without the scope", async () => {
    expect((await post(newStudent(), {})).status).to.equal(401);
    const reader = await token("--user", "intake-reader", "--scope", "students/read");
    expect((await post(newStudent(), { authorization: `Bearer ${reader}` })).status).to.equal(403);
  });
});
