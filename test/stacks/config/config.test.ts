import { expect } from "chai";
import { ConfigurationError, problemText } from "../../../stacks/config/problem";
import { load, platformYaml, problemsOf } from "./fixture";

/** The systems of most tests here, as production has them. */
const RELEASED = { "platform:systems": '{"students":{},"release":{}}' };

describe("the configuration", () => {
  it("wants to know where people sign in, where the platform's own pages are off", () => {
    const systems = (names: object, more = {}) => ({ "platform:systems": JSON.stringify(names), ...more });
    expect(problemsOf(systems({ identity: {}, keyed: {} })).map(problemText)).to.deep.equal([
      "Pulumi.dev.yaml: platform:allowedOrigins is []; name the origin of pages where people sign in, such as http://localhost:3000, " +
        "or switch the system web on: the hosted login gives the APIs' tokens to known pages only.",
    ]);
    load(systems({ identity: {}, keyed: {} }, { "platform:allowedOrigins": '["http://localhost:3000"]' }));
    load(systems({ identity: {}, students: {}, web: {} }));
    load(systems({ transfer: {} }));
  });

  it("fills in the secure defaults", () => {
    const { environment, placeholders, kind } = load({
      "platform:account": "prod",
      "platform:production": undefined,
      "platform:domain": '{"zone":"main"}',
      "platform:systems": '{"students":{},"release":{}}',
    });
    expect(kind).to.equal("workload");
    expect(placeholders).to.deep.equal([]);
    expect(environment).to.deep.equal({
      name: "dev",
      kind: "workload",
      organization: "acme",
      owner: { name: "platform", email: "platform@acme.io" },
      stageName: "Live",
      production: true,
      account: {
        name: "prod",
        id: "222233334444",
        email: "aws+prod@acme.io",
        role: "workload",
        owner: "platform",
        region: "eu-west-1",
        regions: [],
        concurrencyLimit: 1000,
        deployRole: "Deployment",
        local: false,
      },
      accounts: {
        dev: { id: "111122223333", region: "eu-west-1" },
        prod: { id: "222233334444", region: "eu-west-1" },
      },
      alarmAddresses: { critical: ["on-call@acme.io"], warning: ["platform@acme.io"] },
      announcementAddresses: ["registrar@acme.io"],
      removal: "retain",
      logRetentionDays: 365,
      outsideProbeMinutes: 5,
      backupRetentionDays: 35,
      reservedConcurrency: true,
      boundedRoles: true,
      domain: { name: "acme.io", zoneName: "acme.io", zoneId: "Z0123456789ABC" },
      alarmSettings: {},
      allowedOrigins: [],
      trustedUserPools: [],
      systems: {
        students: {
          stageVariables: { collegealias: "addstudentinfo" },
          rateLimit: 100,
          burstLimit: 50,
          quotaPerMonth: 10_000,
          reservedConcurrencyWrite: 20,
          reservedConcurrencyRead: 20,
          reservedConcurrencyAuthorizer: 20,
        },
        release: { strategy: "canary", percent: 10 },
      },
      exceptions: [],
      tags: { Organization: "acme", Environment: "dev", Owner: "platform", ManagedBy: "pulumi", CostCentre: "42" },
    });
  });

  it("lets a stack override what is shared", () => {
    const { environment } = load({
      "platform:alarmAddresses": '{"critical":["a@acme.io"],"warning":["b@acme.io"]}',
      "platform:announcementAddresses": '["c@acme.io"]',
      "platform:tags": '{"CostCentre":"7"}',
      "platform:owner": "data",
    });
    expect(environment.alarmAddresses).to.deep.equal({ critical: ["a@acme.io"], warning: ["b@acme.io"] });
    expect(environment.announcementAddresses).to.deep.equal(["c@acme.io"]);
    expect(environment.tags).to.include({ CostCentre: "7", Owner: "data" });
    expect(environment.owner).to.deep.equal({ name: "data", email: "data@acme.io" });
    expect(environment.domain?.name).to.equal("dev.acme.io");
  });

  it("keeps texts that look like numbers as texts", () => {
    expect(load({ "platform:stageName": "2026" }).environment.stageName).to.equal("2026");
  });

  it("names a misspelt key of either file and the key that was meant", () => {
    const problems = problemsOf(
      { "platform:systms": "{}", "platform:systems": '{"studnets":{}}' },
      platformYaml.replace("region: eu-west-1, deployRole", "regoin: eu-west-1, deployRole"),
    );
    expect(problems.map(({ file, path }) => `${file} ${path}`)).to.have.members([
      "platform.config.yaml accounts.prod.regoin",
      "Pulumi.dev.yaml platform:systms",
      "Pulumi.dev.yaml platform:systems.studnets",
    ]);
    const fixOf = (path: string) => problems.find((problem) => problem.path === path)!.fix;
    expect(fixOf("accounts.prod.regoin")).to.contain("did you mean region?");
    expect(fixOf("platform:systms")).to.contain("did you mean systems?");
    expect(fixOf("platform:systems.studnets")).to.contain("did you mean students?");
  });

  it("reports every problem at once, each with file, key, value and what is allowed", () => {
    const yaml = platformYaml.replace('"111122223333"', "111122223333").replace("on-call@acme.io", "nobody");
    try {
      load({ "platform:removal": "delete", "platform:logRetentionDays": "31", "platform:account": undefined }, yaml);
      expect.fail("the configuration was accepted");
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigurationError);
      const lines = (error as Error).message.split("\n").map((line) => line.trim());
      expect(lines[0]).to.equal("The configuration has 5 problems:");
      expect(lines).to.include("platform.config.yaml: accounts.dev.id is 111122223333; use 12 digits, in quotes.");
      expect(lines).to.include(
        'platform.config.yaml: addresses.alarms.critical[0] is "nobody"; use an e-mail address such as platform@your-company.com.',
      );
      expect(
        lines.some((line) => /^Pulumi\.dev\.yaml: platform:account is missing; .*key of `accounts`/.test(line)),
      ).to.equal(true);
      expect(lines.some((line) => /platform:removal is "delete"; .*"retain"\|"destroy"/.test(line))).to.equal(true);
      expect(lines.some((line) => /platform:logRetentionDays is 31; .*30\|60/.test(line))).to.equal(true);
    }
  });

  it("says what to write where a value has no value, or one of another type", () => {
    const fixOf = (systems: unknown) => problemsOf({ "platform:systems": JSON.stringify(systems) })[0];
    expect(fixOf({ students: null })).to.deep.include({
      path: "platform:systems.students",
      value: null,
      fix: "use a map, {} for its defaults, or remove the line",
    });
    expect(fixOf({ web: [] })!.fix).to.equal("use a map, {} for its defaults, or remove the line");
    expect(fixOf([])!.fix).to.contain("use a map");
  });

  it("says which kinds there are, with the problems of the shared file", () => {
    const problems = problemsOf({ "platform:kind": "worklaod" }, platformYaml.replace("name: acme", "name: Acme"));
    expect(problems.map(({ path }) => path)).to.deep.equal(["organization.name", "platform:kind"]);
    expect(problems[1]!.fix).to.equal("did you mean workload? use one of: workload, management, security, baseline");
    expect(problemsOf({ "platform:kind": undefined })[0]).to.deep.include({ path: "platform:kind", value: undefined });
  });

  it("refuses references to what the shared file does not have", () => {
    const problems = problemsOf({
      "platform:account": "devv",
      "platform:owner": "nobody",
      "platform:domain": '{"zone":"mian"}',
      "platform:trustedUserPools":
        '[{"account":"other","region":"eu-west-1","userPoolId":"us-east-1_Abc","clientIds":["a"]}]',
    });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "platform:account",
      "platform:owner",
      "platform:domain.zone",
      "platform:trustedUserPools[0].account",
      "platform:trustedUserPools[0].userPoolId",
    ]);
    expect(problems[0]!.fix).to.equal("did you mean dev? use a key of accounts in platform.config.yaml: dev, prod");
    expect(problems[2]!.fix).to.contain("did you mean main?");
  });

  it("does not take a name that every object has for an account", () => {
    const problems = problemsOf({ "platform:account": "constructor" });
    expect(problems[0]).to.deep.include({ path: "platform:account", value: "constructor" });
  });

  it("refuses settings of the provider, which explicit providers never read", () => {
    expect(problemsOf({ "aws:region": "eu-west-1" })[0]).to.deep.include({ path: "aws:region" });
  });

  it("refuses two accounts with one id, but not two that are not filled in", () => {
    const twice = platformYaml.replace("222233334444", "111122223333");
    expect(problemsOf({}, twice)[0]).to.deep.include({ path: "accounts.prod.id", value: "111122223333" });
    const empty = platformYaml.replace("222233334444", "000000000000").replace("111122223333", "000000000000");
    expect(load({}, empty).placeholders).to.have.length(1);
  });

  it("refuses a stack without a system", () => {
    expect(problemsOf({ "platform:systems": "{}" })[0]).to.deep.include({ path: "platform:systems" });
  });

  it("refuses an alias that Lambda would not take, before anything is deployed", () => {
    for (const alias of ["", "12", "a b", "x".repeat(129)]) {
      const students = { stageVariables: { collegealias: alias } };
      const problems = problemsOf({ "platform:systems": JSON.stringify({ students }) });
      expect(problems[0]!.path, alias).to.equal("platform:systems.students.stageVariables.collegealias");
    }
    const missing = problemsOf({ "platform:systems": '{"students":{"stageVariables":{}}}' });
    expect(missing[0]!.path).to.equal("platform:systems.students.stageVariables.collegealias");
  });
});

describe("what an environment must have", () => {
  const exception = (name: string, expires = "2026-11-21", owner = "platform") =>
    JSON.stringify([{ name, reason: "There is a reason for this.", owner, expires }]);

  it("is a domain, or a dated exception outside production", () => {
    expect(problemsOf({ "platform:domain": undefined })[0]).to.deep.include({
      path: "platform:domain",
      value: undefined,
    });
    const excepted = { "platform:domain": undefined, "platform:exceptions": exception("no-domain") };
    expect(load(excepted).environment).to.not.have.property("domain");
    const production = problemsOf({ ...excepted, ...RELEASED, "platform:production": "true" });
    expect(production.map(({ path }) => path)).to.deep.equal(["platform:exceptions[0].name", "platform:domain"]);
  });

  it("holds until the last day of an exception, and not a day longer", () => {
    const until = (day: string) => ({
      "platform:domain": undefined,
      "platform:exceptions": exception("no-domain", day),
    });
    expect(load(until("2026-11-21")).environment.exceptions).to.have.length(1);
    expect(problemsOf(until("2026-11-20"))[0]).to.deep.include({
      path: "platform:exceptions[0].expires",
      value: "2026-11-20",
    });
    expect(problemsOf(until("2026-02-30"))[0]!.fix).to.contain("use a day");
  });

  it("names an owner that exists for an exception", () => {
    const problems = problemsOf({ "platform:exceptions": exception("no-domain", "2027-01-01", "ghost") });
    expect(problems[0]).to.deep.include({ path: "platform:exceptions[0].owner", value: "ghost" });
  });

  it("is a week of backups, or an exception", () => {
    expect(problemsOf({ "platform:backupRetentionDays": "6" })[0]!.path).to.equal("platform:backupRetentionDays");
    const excepted = { "platform:backupRetentionDays": "1", "platform:exceptions": exception("short-backups") };
    expect(load(excepted).environment.backupRetentionDays).to.equal(1);
  });

  it("is a concurrency limit that leaves something to reserve; else reservations are off by exception", () => {
    const small = platformYaml.replace("region: eu-west-1 }", "region: eu-west-1, concurrencyLimit: 100 }");
    expect(problemsOf({}, small)[0]).to.deep.include({ path: "accounts.dev.concurrencyLimit", value: 100 });
    const excepted = { "platform:exceptions": exception("no-reserved-concurrency") };
    expect(load(excepted, small).environment.reservedConcurrency).to.equal(false);
    expect(load({}, small.replace("100 }", "101 }")).environment.reservedConcurrency).to.equal(true);
  });

  it("is retention, a year of logs and https in production", () => {
    const problems = problemsOf({
      ...RELEASED,
      "platform:production": "true",
      "platform:removal": "destroy",
      "platform:logRetentionDays": "180",
      "platform:allowedOrigins": '["http://localhost:3000"]',
    });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "platform:removal",
      "platform:logRetentionDays",
      "platform:allowedOrigins[0]",
    ]);
  });

  it("is the release of every function that can be released in production", () => {
    const problems = (systems: object, production = true) =>
      problemsOf({
        "platform:systems": JSON.stringify(systems),
        "platform:production": String(production),
        "platform:allowedOrigins": '["https://pages.acme.io"]',
      });
    const both = { identity: {}, students: {}, keyed: {} };
    expect(problems(both)).to.deep.equal([
      {
        file: "Pulumi.dev.yaml",
        path: "platform:systems.release",
        value: undefined,
        fix: "switch it on with {}: production moves the traffic of add-student, get-student, keyed step by step",
      },
    ]);
    const fewer = ["get-student"];
    expect(problems({ ...both, release: { functions: fewer } })).to.deep.equal([
      {
        file: "Pulumi.dev.yaml",
        path: "platform:systems.release.functions",
        value: fewer,
        fix: "production moves no function's traffic at once: add add-student, keyed, or leave functions out for all",
      },
    ]);
    expect(problems({ ...both, release: { strategy: "allAtOnce" } })).to.deep.equal([
      {
        file: "Pulumi.dev.yaml",
        path: "platform:systems.release.strategy",
        value: "allAtOnce",
        fix: "use canary or linear: in production a bad version must not reach all",
      },
    ]);
    for (const [systems, production] of [
      [{ ...both, release: {} }, true],
      [{ ...both, release: { strategy: "linear", functions: ["keyed", "add-student", "get-student"] } }, true],
      // Nothing of it is a function that can be released.
      [{ identity: {}, tuning: {} }, true],
      [both, false],
      [{ ...both, release: { functions: fewer, strategy: "allAtOnce" } }, false],
    ] as const)
      expect(
        load({
          "platform:systems": JSON.stringify(systems),
          "platform:production": String(production),
          "platform:allowedOrigins": '["https://pages.acme.io"]',
        }).environment,
      ).to.be.an("object");
  });

  it("is a release of functions that there are", () => {
    const problems = (release: object) =>
      problemsOf({ "platform:systems": JSON.stringify({ students: {}, release }) }).map(({ path, fix }) => [path, fix]);
    expect(problems({ functions: ["get-student", "keyed"] })).to.deep.equal([
      ["platform:systems.release.functions[1]", "switch its system keyed on, or leave it out"],
    ]);
    expect(problems({})).to.deep.equal([
      [
        "platform:systems.release",
        "switch it off, or name functions: those that it releases are of systems that are off",
      ],
    ]);
  });

  it("is an origin without a path or a wildcard", () => {
    for (const origin of ["*", "https://app.acme.io/", "app.acme.io", "https://*.acme.io"]) {
      expect(problemsOf({ "platform:allowedOrigins": JSON.stringify([origin]) })[0]!.path, origin).to.equal(
        "platform:allowedOrigins[0]",
      );
    }
  });
});
