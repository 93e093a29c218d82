import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { parseYaml } from "../../../stacks/config/read-yaml";
import { readStackFile } from "../../../stacks/config/stack-values";
import { load, platformYaml, problemsOf } from "./fixture";

describe("a configuration file", () => {
  const fixes = (yaml: string) => problemsOf({}, yaml).map(({ path: where, fix }) => `${where}: ${fix}`);

  it("is refused with line and column where it is not YAML", () => {
    expect(fixes("organization: { name: acme")[0]).to.match(/^line 1, column \d+: /);
    expect(fixes("a: 1\n\tb: 2")[0]).to.match(/^line 2, column 1: Tabs/);
  });

  it("is refused where a key stands twice", () => {
    expect(fixes(`${platformYaml}\ntags: { Second: "1" }`)[0]).to.match(/^line \d+, column 1: Map keys must be unique/);
  });

  it("is refused with anchors, which other parsers read otherwise and which can grow without bound", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 12; level++) {
      const [last, next] = [String.fromCharCode(96 + level), String.fromCharCode(97 + level)];
      bomb.push(`${next}: &${next} [${`*${last}, `.repeat(9)}*${last}]`);
    }
    const start = Date.now();
    expect(fixes(bomb.join("\n"))[0]).to.contain("anchors and aliases are not allowed");
    expect(Date.now() - start).to.be.below(1000);
  });

  it("is refused with tags that make other things than plain values", () => {
    expect(fixes("organization: !!js/function 'function () {}'")[0]).to.contain("Unresolved tag");
  });

  it("is refused where it is empty, a list or a text", () => {
    for (const yaml of ["", "- 1", "hello", "null"]) expect(fixes(yaml), yaml).to.have.length(1);
  });

  it("is refused where it is too large to be one", () => {
    expect(fixes(`# ${"x".repeat(300_000)}`)[0]).to.contain("256 KiB");
  });

  it("cannot reach the prototype of an object", () => {
    expect(fixes(`${platformYaml}\n__proto__: { polluted: true }`)[0]).to.contain("__proto__");
    expect(fixes(platformYaml.replace('CostCentre: "42"', '__proto__: { local: "x" }')).join()).to.contain("__proto__");
    expect({}).to.not.have.property("polluted");
    expect(fixes(platformYaml.replace("dev: {", "__proto__: {"))).to.not.be.empty;
  });

  it("ends in problems and never in another error, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const { problems, content } = parseYaml(text, "file.yaml");
        expect(problems.length > 0 || content !== undefined || text.trim() === "").to.equal(true);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(problemsOf({}, JSON.stringify(value))).to.not.be.empty;
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(problemsOf({ "platform:systems": value })).to.not.be.empty;
      }),
      { numRuns: 50 },
    );
  });

  it("is accepted with comments, quotes and block style", () => {
    const yaml = platformYaml.replace(
      "organization: { name: acme }",
      "# who\norganization:\n  'name': \"acme\" # short",
    );
    expect(load({}, yaml).environment.organization).to.equal("acme");
  });
});

describe("a stack's file, read without the engine", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), "platform-stack-"))));
  afterEach(() => rmSync(root, { recursive: true }));
  const read = (yaml: string) => {
    writeFileSync(path.join(root, "Pulumi.dev.yaml"), yaml);
    return readStackFile(root, "dev");
  };
  const header = 'config:\n  pulumi:disable-default-providers: ["aws"]\n';

  it("gives what the engine gives: texts, and JSON for lists and maps", () => {
    const { values, problems } = read(
      `${header}  platform:production: false\n  platform:systems: { students: {} }\n  kind: workload\n`,
    );
    expect(problems).to.deep.equal([]);
    expect(values).to.deep.equal({
      "pulumi:disable-default-providers": '["aws"]',
      "platform:production": "false",
      "platform:systems": '{"students":{}}',
      "platform:kind": "workload",
    });
  });

  it("is told of a tab once, not of what follows from it too", () => {
    const { problems } = read(`${header}  platform:kind: workload\n\tplatform:account: dev\n  platform:owner: a\n`);
    expect(problems).to.have.length(1);
    expect(problems[0]!.fix).to.match(/tab/i);
  });

  it("must switch off default providers", () => {
    const [problem] = read("config:\n  platform:kind: workload\n").problems;
    expect(problem).to.deep.include({ path: "pulumi:disable-default-providers" });
    expect(read('config:\n  pulumi:disable-default-providers: ["gcp"]\n').problems).to.have.length(1);
  });

  it("must quote days, which the engine reads as timestamps", () => {
    const yaml = `${header}  platform:exceptions: [{ expires: 2027-01-01 }]\n`;
    expect(read(yaml).problems[0]!.fix).to.contain("put days in quotes");
    expect(read(yaml.replace("2027-01-01", '"2027-01-01"')).problems).to.deep.equal([]);
  });

  it("must exist and have a configuration", () => {
    expect(readStackFile(root, "none").problems[0]).to.deep.include({ file: "Pulumi.none.yaml" });
    expect(read("config: [1]").problems[0]!.path).to.equal("config");
    expect(read("").problems[0]!.path).to.equal("config");
  });
});
