import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../stacks/config";
import { stages } from "../../../tools/delivery/stages";

/** What npm says, in the forms of its version 11, and how it ends. */
interface Said {
  code: number;
  text?: unknown;
  errors?: string;
}

const counts = (given: object) => ({ info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...given });
const audited = (severities: object, vulnerabilities: object = {}): Said => ({
  code: "high" in severities ? 1 : 0,
  text: {
    auditReportVersion: 2,
    vulnerabilities,
    metadata: { vulnerabilities: counts(severities), dependencies: { prod: 436 } },
  },
});
const known = (severity: string) => ({
  zod: { name: "zod", severity, range: "<9", via: [{ title: "Bad thing", url: "https://example.test/1" }, "tsx"] },
});
const clean = audited({});
const signed: Said = { code: 0, text: { invalid: [], missing: [] } };

describe("the audit of dependencies", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "audit-test-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function audit(packages: Said, signatures: Said): { status: number | null; said: string } {
    const answers = { packages, signatures };
    for (const [name, { text, errors }] of Object.entries(answers)) {
      writeFileSync(path.join(folder, `${name}.out`), text === undefined ? "" : JSON.stringify(text));
      writeFileSync(path.join(folder, `${name}.err`), errors ?? "");
    }
    const npm = path.join(folder, "npm");
    writeFileSync(
      npm,
      `#!/bin/sh
case "$*" in
  "audit --omit=dev --audit-level=high --json") name=packages; code=${packages.code} ;;
  "audit signatures --json") name=signatures; code=${signatures.code} ;;
  *) exit 9 ;;
esac
cat ${folder}/$name.out; cat ${folder}/$name.err >&2; exit $code
`,
    );
    chmodSync(npm, 0o755);
    const { status, stdout } = spawnSync(process.execPath, [path.join(repositoryRoot, "tools/delivery/audit.cjs")], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"]}` },
    });
    return { status, said: stdout };
  }

  it("passes where both services answered and found nothing", () => {
    const { status, said } = audit(clean, signed);
    expect(said).to.equal(
      "No high or critical vulnerability is known in 436 packages.\nEvery installed package is what its publisher signed.\n",
    );
    expect(status).to.equal(0);
  });

  it("tells a small vulnerability, and passes", () => {
    const { status, said } = audit(audited({ low: 1 }, known("low")), signed);
    expect(said).to.contain("low zod <9: Bad thing https://example.test/1; by tsx\n");
    expect(status).to.equal(0);
  });

  it("fails for a severe one, whatever else was not answered", () => {
    const { status, said } = audit(audited({ high: 1 }, known("high")), { code: 1, text: { error: {} } });
    expect(said).to.match(/^Vulnerabilities, 1 of them high or critical:\nhigh zod <9: Bad thing/);
    expect(said).to.contain("could not be asked");
    expect(status).to.equal(1);
  });

  it("fails for a signature that is wrong or missing", () => {
    const bad = { invalid: [{ name: "zod", version: "1.0.0" }], missing: [{ name: "tsx", version: "2.0.0" }] };
    const { status, said } = audit(clean, { code: 1, text: bad });
    expect(said).to.contain("zod@1.0.0: its signature is not its publisher's\ntsx@2.0.0: not signed");
    expect(status).to.equal(1);
  });

  for (const [what, packages, told] of [
    [
      "refuses the call",
      { code: 1, text: { message: "405 Method Not Allowed - POST x", statusCode: 405, error: { summary: "" } } },
      "405 Method Not Allowed - POST x",
    ],
    [
      "cannot be reached",
      { code: 1, text: { error: { code: "ENOTFOUND", summary: "getaddrinfo ENOTFOUND x" } } },
      "getaddrinfo ENOTFOUND x",
    ],
    ["says nothing", { code: 0 }, "npm said nothing that is known."],
    ["answers with something else", { code: 0, text: { vulnerabilities: {} } }, "npm said nothing that is known."],
    ["makes npm fail", { code: 7, errors: "npm error broken" }, "npm error broken"],
  ] as [string, Said, string][])
    it(`is no pass where the service ${what}`, () => {
      const { status, said } = audit(packages, signed);
      expect(said).to.contain(`The service that knows vulnerabilities could not be asked: ${told}\n`);
      expect(said).to.contain("So nothing was checked, and this is no pass.");
      expect(status)
        .to.equal(stages.find(({ name }) => name === "security")!.unasked)
        .and.to.equal(75);
    });

  it("is no pass where the keys of signatures cannot be had", () => {
    const { status, said } = audit(clean, { code: 1, text: { error: { summary: "no keys" } } });
    expect(said).to.contain("The service that keeps the keys of signatures could not be asked: no keys\n");
    expect(status).to.equal(75);
  });

  it("is no pass where there is no npm", () => {
    const { status } = spawnSync(process.execPath, [path.join(repositoryRoot, "tools/delivery/audit.cjs")], {
      env: { PATH: folder },
    });
    expect(status).to.equal(75);
  });
});
