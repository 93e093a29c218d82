import { expect } from "chai";
import * as fc from "fast-check";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startLocal, type Local } from "../../../sandbox/local/start-local";
import { capturedOutput } from "../../functions/support/captured-output";
import { asha, students } from "../../functions/support/students";

const FUNCTIONS = join(__dirname, "../../../functions/");

describe("npm run local", function () {
  this.timeout(60_000);
  let local: Local;
  const environment = { ...process.env };
  before(async () => {
    // Other tests may have loaded the handlers with another environment.
    for (const file of Object.keys(require.cache)) if (file.startsWith(FUNCTIONS)) delete require.cache[file];
    local = await startLocal(0);
  });
  after(async () => {
    await local.close();
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });

  interface Sent {
    method?: string;
    body?: unknown;
    headers?: Record<string, string | undefined>;
  }
  /** Calls the API as the pages do; a header that is undefined is left out. */
  async function call(path: string, { method = "GET", body, headers = {} }: Sent = {}) {
    const all = { "x-api-key": local.apiKey, authorization: `Bearer ${local.token}`, ...headers };
    const given = Object.entries({ "content-type": body === undefined ? undefined : "application/json", ...all });
    const { result } = await capturedOutput(async () => {
      const response = await fetch(local.url + path, {
        method,
        headers: given.filter((header): header is [string, string] => header[1] !== undefined),
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    });
    return { ...result, json: () => JSON.parse(result.text) as Record<string, any> };
  }
  const add = (student: object, Roll: string, headers: Sent["headers"] = {}) =>
    call(`/addstudentdetails?${new URLSearchParams({ Roll })}`, { method: "POST", body: student, headers });
  const get = (Roll: string, headers: Sent["headers"] = {}) =>
    call(`/getstudentdetails?${new URLSearchParams({ Roll })}`, { headers });

  it("stores a student and gives it back", async () => {
    const stored = await add(asha, "10303");
    expect(stored.status).to.equal(200);
    expect(stored.json()).to.deep.equal({ Roll: "10303", stored: true });
    expect((await get("10303")).json()).to.deep.equal(asha);
  });

  it("stores any student and gives it back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(students, async (student) => {
        expect((await add(student, student.Roll)).status).to.equal(200);
        expect((await get(student.Roll)).json()).to.deep.equal(student);
      }),
      { numRuns: 50 },
    );
  });

  it("answers 404 for a student that is not there", async () => {
    const { status, json } = await get("nobody");
    expect(status).to.equal(404);
    expect(json()["error"].code).to.equal("StudentNotFound");
    expect(json()["error"].requestId).to.match(/^[0-9a-f-]{36}$/);
  });

  it("refuses a wrong body with what is wrong in it", async () => {
    const { status, json } = await add({ ...asha, Year: 3, nickname: "A" }, "10303");
    expect(status).to.equal(400);
    expect(json()["error"].message).to.contain("Year must be").and.to.contain(`"nickname" is not known`);
    expect((await add(asha, "10304")).json()["error"].code).to.equal("RollMismatch");
  });

  describe("the gateway's own answers", () => {
    const cases: [string, () => ReturnType<typeof call>, number, object][] = [
      ["no key", () => get("1", { "x-api-key": undefined }), 403, { message: "Forbidden" }],
      ["a wrong key", () => get("1", { "x-api-key": "x" }), 403, { message: "Forbidden" }],
      ["no token", () => get("1", { authorization: undefined }), 401, { message: "Unauthorized" }],
      ["a malformed token", () => get("1", { authorization: "Bearer x" }), 401, { message: "Unauthorized" }],
      [
        "neither token nor key",
        () => get("1", { authorization: undefined, "x-api-key": undefined }),
        401,
        { message: "Unauthorized" },
      ],
      [
        "a body too deep to be taken apart",
        () => call("/addstudentdetails?Roll=1", { method: "POST", body: "[".repeat(5000) + "]".repeat(5000) }),
        500,
        { message: "Internal server error" },
      ],
      ["no Roll", () => call("/getstudentdetails"), 400, { message: "Missing required request parameters: [Roll]" }],
      ["a blank Roll", () => get(""), 400, { message: "Missing required request parameters: [Roll]" }],
      [
        "a blank Roll to add with",
        () => add(asha, ""),
        400,
        { message: "Missing required request parameters: [Roll]" },
      ],
      [
        "another method",
        () => call("/getstudentdetails?Roll=1", { method: "DELETE" }),
        403,
        { message: "Missing Authentication Token" },
      ],
      [
        "another content type",
        () => add(asha, "10303", { "content-type": "text/plain" }),
        415,
        { message: "Unsupported Media Type" },
      ],
    ];
    for (const [name, sent, status, body] of cases) {
      it(`${name}: ${status}`, async () => {
        const answer = await sent();
        expect(answer.status).to.equal(status);
        expect(answer.json()).to.deep.equal(body);
        expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
        expect(answer.headers.get("access-control-expose-headers")).to.contain("x-amzn-RequestId");
        expect(answer.headers.get("x-amzn-requestid")).to.match(/^[0-9a-f-]{36}$/);
      });
    }

    it("a body that is not JSON: 400, and nothing is stored", async () => {
      const answer = await call("/addstudentdetails?Roll=broken", { method: "POST", body: '{"Roll":' });
      expect(answer.status).to.equal(400);
      expect(answer.json()["message"]).to.match(/^Could not parse request body into json/);
      expect((await get("broken")).status).to.equal(404);
    });

    it("a preflight: 204 with what the pages send", async () => {
      const response = await fetch(`${local.url}/addstudentdetails`, { method: "OPTIONS" });
      expect(response.status).to.equal(204);
      expect(response.headers.get("access-control-allow-headers")).to.equal("Authorization,Content-Type,X-Api-Key");
      expect(response.headers.get("access-control-allow-methods")).to.equal("OPTIONS,POST");
      expect(response.headers.get("access-control-allow-origin")).to.equal(local.url);
    });

    it("only the pages may read what the function answers", async () => {
      const answer = await get("1");
      expect(answer.headers.get("access-control-allow-origin")).to.equal(local.url);
      expect(answer.headers.get("x-amzn-requestid")).to.equal(answer.json()["error"].requestId);
    });
  });

  describe("the login", () => {
    const redirect = () => `${local.url}/find.html`;
    const verifier = randomBytes(32).toString("base64url");
    const asked = (change: Record<string, string> = {}) =>
      new URLSearchParams({
        client_id: "local-student-pages",
        redirect_uri: redirect(),
        response_type: "code",
        scope: "openid students/read",
        state: "s",
        nonce: "n",
        code_challenge_method: "S256",
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        ...change,
      });
    const signIn = async () => {
      const response = await fetch(`${local.url}/login/oauth2/authorize?${asked()}`, {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ username: "asha", password: "x" }),
      });
      expect(response.status).to.equal(302);
      const target = new URL(response.headers.get("location")!);
      expect(target.origin + target.pathname).to.equal(redirect());
      expect(target.searchParams.get("state")).to.equal("s");
      return target.searchParams.get("code")!;
    };
    const redeem = async (code: string, change: Record<string, string> = {}) => {
      const form = { grant_type: "authorization_code", client_id: "local-student-pages", redirect_uri: redirect() };
      const body = new URLSearchParams({ ...form, code, code_verifier: verifier, ...change });
      const response = await fetch(`${local.url}/login/oauth2/token`, { method: "POST", body });
      return { status: response.status, tokens: (await response.json()) as Record<string, string> };
    };

    it("gives tokens for a code and its verifier, with the scopes that were asked for only", async () => {
      const { status, tokens } = await redeem(await signIn());
      expect(status).to.equal(200);
      const claims = JSON.parse(Buffer.from(tokens["id_token"]!.split(".")[1]!, "base64url").toString()) as object;
      expect(claims).to.include({ nonce: "n", "cognito:username": "asha" });
      const authorization = `Bearer ${tokens["access_token"]}`;
      expect((await get("10303", { authorization })).status).to.equal(200);
      const refused = await add(asha, "10303", { authorization });
      expect(refused.status).to.equal(403);
      expect(refused.json()).to.deep.equal({ message: "Forbidden" });
      expect((await get("10303", { authorization: `Bearer ${tokens["id_token"]}` })).status).to.equal(401);
    });

    it("takes a code once, and not with another verifier, client or address", async () => {
      const code = await signIn();
      expect((await redeem(code)).status).to.equal(200);
      expect((await redeem(code)).status).to.equal(400);
      const changes: Record<string, string>[] = [
        { code_verifier: "x" },
        { client_id: "x" },
        { redirect_uri: `${local.url}/index.html` },
      ];
      for (const change of changes) {
        expect((await redeem(await signIn(), change)).status).to.equal(400);
      }
    });

    it("refuses what a page would not send, and never redirects there", async () => {
      const changes: Record<string, string>[] = [
        { redirect_uri: "https://example.com/" },
        { redirect_uri: `${local.url}/find.html/../x` },
        { client_id: "x" },
        { response_type: "token" },
        { code_challenge_method: "plain" },
        { code_challenge: "" },
        { scope: "students/admin" },
      ];
      for (const change of changes) {
        const response = await fetch(`${local.url}/login/oauth2/authorize?${asked(change)}`, { redirect: "manual" });
        expect(response.status, JSON.stringify(change)).to.equal(400);
      }
    });

    it("shows a form that carries hostile parameters on as text", async () => {
      const response = await fetch(`${local.url}/login/oauth2/authorize?${asked({ state: `"><script>` })}`);
      const page = await response.text();
      expect(page).to.contain('name="username"').and.not.to.contain("<script>");
      expect(response.headers.get("content-security-policy")).to.contain("default-src 'none'");
    });
  });

  describe("the pages", () => {
    it("are served with their configuration, under a strict policy", async () => {
      for (const path of ["/", "/index.html", "/find.html", "/scripts/main.js", "/styles.css", "/favicon.svg"]) {
        const response = await fetch(local.url + path);
        expect(response.status, path).to.equal(200);
        expect(response.headers.get("content-security-policy")).to.contain("script-src 'self'");
      }
      expect(await (await fetch(`${local.url}/config.json`)).json()).to.deep.equal({
        apiUrl: local.url,
        apiKey: local.apiKey,
        userPool: {
          id: "us-east-1_Local0000",
          clientId: "local-student-pages",
          loginUrl: `${local.url}/login`,
          scopes: ["openid", "students/write", "students/read"],
        },
      });
    });

    it("end at the folder of pages", async () => {
      for (const path of [
        "/nope",
        "/../package.json",
        "/%2e%2e/package.json",
        "/scripts/",
        "/.env",
        "/tsconfig.json",
      ]) {
        const response = await fetch(local.url + path);
        expect(response.status, path).to.equal(404);
        expect(await response.text()).to.contain("There is nothing here");
      }
    });

    for (const file of ["index.html", "find.html", "error.html"]) {
      it(`have nothing inline and nothing from elsewhere: ${file}`, () => {
        const text = readFileSync(join(__dirname, "../../../web", file), "utf8");
        expect(text).not.to.match(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|https?:\/\//i);
        const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
        expect(new Set(ids).size, "ids are unique").to.equal(ids.length);
        for (const [, id] of text.matchAll(/\s(?:for|href="#|aria-labelledby)="?([\w-]+)"/g))
          expect(ids).to.include(id);
        for (const [input] of text.matchAll(/<input[^>]*>/g)) {
          const id = /\sid="([^"]+)"/.exec(input)![1]!;
          expect(text, `${id} has a label`).to.contain(`<label for="${id}"`);
        }
      });
    }
  });
});
