import { expect } from "chai";
import { load, loadAny, organizationYaml, platformYaml, problemsOf, valuesOf } from "./fixture";

const central = (more = "") =>
  organizationYaml.replace(
    "main: { zoneName: acme.io, zoneId: Z0123456789ABC }",
    `main: { zoneName: acme.io, zoneId: Z0123456789ABC, account: audit, environments: { dev: dev, app: prod } ${more} }`,
  );
const own = (name: string) => ({ "platform:domain": name });

describe("an environment's name", () => {
  it("is a zone of its own, which a central account's delegates to", () => {
    expect(load(own("dev.acme.io"), central()).environment.domain).to.deep.equal({
      name: "dev.acme.io",
      zoneName: "dev.acme.io",
      parent: { zoneName: "acme.io", zoneId: "Z0123456789ABC", accountId: "555566667777" },
    });
  });

  it("is a zone of its own below one that is elsewhere", () => {
    expect(load(own("dev.elsewhere.io"), central()).environment.domain).to.deep.equal({
      name: "dev.elsewhere.io",
      zoneName: "dev.elsewhere.io",
    });
  });

  it("is a zone that the account has already", () => {
    expect(load({ "platform:domain": '{"zone":"main","prefix":"dev"}' }).environment.domain).to.deep.equal({
      name: "dev.acme.io",
      zoneName: "acme.io",
      zoneId: "Z0123456789ABC",
    });
  });

  it("lies in the nearest zone", () => {
    const yaml = central().replace(
      "domains:",
      "domains:\n  inner: { zoneName: dev.acme.io, zoneId: Z0INNER, account: audit, environments: { one: dev } }",
    );
    expect(load(own("one.dev.acme.io"), yaml).environment.domain?.parent?.zoneId).to.equal("Z0INNER");
  });

  const wrong: [string, Parameters<typeof problemsOf>[0], string, object][] = [
    [
      "is no name",
      own("acme"),
      platformYaml,
      { path: "platform:domain", value: "acme", fix: "use a DNS name such as example.com, in lower case" },
    ],
    [
      "is a list",
      own("[1]"),
      platformYaml,
      {
        path: "platform:domain",
        fix: "use a name such as dev.example.com, or { zone: main } for a zone that is there",
      },
    ],
    [
      "has a key that nobody reads",
      own('{"zone":"main","prefx":"dev"}'),
      platformYaml,
      { path: "platform:domain.prefx", fix: "is not a known key; did you mean prefix? Known keys: zone, prefix" },
    ],
    [
      "is that of a zone",
      own("acme.io"),
      central(),
      { path: "platform:domain", fix: "there is a zone of this name already; use { zone: main }, or a name below it" },
    ],
    [
      "is in a zone of another account",
      own('{"zone":"main"}'),
      central(),
      {
        path: "platform:domain.zone",
        fix: "the zone is in the account audit; write a name below it, such as dev.acme.io, which gets a zone of its own",
      },
    ],
    [
      "is delegated to nobody",
      own("new.acme.io"),
      central(),
      {
        file: "platform.config.yaml",
        path: "domains.main.environments.new",
        fix: "write dev, the account of Pulumi.dev.yaml: the zone's stack lets nobody else enter new.acme.io",
      },
    ],
    [
      "is delegated to another account",
      own("app.acme.io"),
      central(),
      { path: "domains.main.environments.app", value: "prod" },
    ],
    [
      "lies in a zone whose id nobody knows yet",
      own("dev.acme.io"),
      central(", create: true").replace("zoneId: Z0123456789ABC, ", ""),
      { path: "domains.main.zoneId", fix: "write the id of the zone, which the stack that makes it tells as names" },
    ],
  ];
  /** A name of this many characters. */
  const long = (length: number) => `${"n".repeat(length - 13)}.elsewhere.io`;
  const systems = (value: object) => ({ "platform:systems": JSON.stringify(value) });
  const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/one";

  it("may be as long as the certificates of all names below it allow", () => {
    for (const [length, on] of [
      [51, { students: {}, web: {} }],
      [53, { containers: {}, intake: {} }],
      [64, { containers: { certificateArn }, transfer: {} }],
    ] as const) {
      const name = long(length);
      expect(load({ ...own(name), ...systems(on) }).environment.domain?.name, name).to.equal(name);
    }
  });

  for (const [what, values, problem] of [
    [
      "of an API",
      { ...own(long(52)), ...systems({ students: {}, keyed: {} }) },
      {
        file: "Pulumi.dev.yaml",
        path: "platform:domain",
        value: long(52),
        fix: `use a name of at most 51 characters, it has 52: students-api.${long(52)} gets a certificate, whose name has at most 64`,
      },
    ],
    [
      "of the containers",
      { ...own(long(54)), ...systems({ containers: {} }) },
      {
        path: "platform:domain",
        value: long(54),
        fix: `use a name of at most 53 characters, it has 54: containers.${long(54)} gets a certificate, whose name has at most 64`,
      },
    ],
    [
      "of the pages",
      { ...own(long(65)), ...systems({ web: {}, students: {} }) },
      { path: "platform:domain", value: long(65) },
    ],
    [
      "of the pages alone",
      { ...own(long(65)), ...systems({ web: {} }) },
      {
        path: "platform:domain",
        fix: `use a name of at most 64 characters, it has 65: ${long(65)} gets a certificate, whose name has at most 64`,
      },
    ],
    [
      "below a zone that is there",
      { "platform:domain": `{"zone":"main","prefix":"${"p".repeat(44)}"}` },
      {
        path: "platform:domain.prefix",
        value: "p".repeat(44),
        fix: `use one of at most 43 characters, it has 44: students-api.${"p".repeat(44)}.acme.io gets a certificate, whose name has at most 64`,
      },
    ],
  ] as const)
    it(`is refused where ACM would refuse the certificate ${what}`, () =>
      expect(problemsOf(values)[0]).to.deep.include(problem));

  for (const [what, values, yaml, problem] of wrong)
    it(`is refused where it ${what}`, () => expect(problemsOf(values, yaml)[0]).to.deep.include(problem));
});

describe("a zone", () => {
  const zone = (text: string) =>
    problemsOf(
      valuesOf("management", "management"),
      organizationYaml.replace(/main: \{.*\}/, `main: { zoneName: acme.io, ${text} }`),
    );

  for (const [what, text, problem] of [
    [
      "without id or account",
      "",
      { path: "domains.main.zoneId", fix: "write the id of the zone, or the account that makes it" },
    ],
    [
      "made by nobody",
      "zoneId: Z1, create: true",
      { path: "domains.main.account", fix: "name the account whose stack makes the zone" },
    ],
    ["held by nobody that delegates", "zoneId: Z1, environments: { dev: dev }", { path: "domains.main.account" }],
    [
      "of an account that is not there",
      "zoneId: Z1, account: audits",
      { path: "domains.main.account", value: "audits" },
    ],
    [
      "of an environment",
      "zoneId: Z1, account: dev",
      { fix: "use an account with the role management or security; a zone elsewhere is left out here" },
    ],
    ["that is there, without id", "account: audit", { path: "domains.main.zoneId" }],
    [
      "delegated to an unknown account",
      "zoneId: Z1, account: audit, environments: { x: xx }",
      { path: "domains.main.environments.x" },
    ],
    [
      "with a name that no role can bear",
      `zoneId: Z1, account: audit, environments: { ${"a".repeat(45)}: dev }`,
      { path: `domains.main.environments.${"a".repeat(45)}` },
    ],
  ] as const)
    it(`is refused ${what}`, () => expect(zone(text)[0]).to.deep.include(problem));

  it("can be made by the security or the management stack", () => {
    const yaml = central(", create: true").replace("zoneId: Z0123456789ABC, ", "");
    const { environment } = loadAny(valuesOf("security", "audit"), yaml, "security");
    if (environment.kind !== "security") throw new Error(environment.kind);
    expect(environment.structure.domains).to.deep.equal([
      {
        key: "main",
        zoneName: "acme.io",
        account: "audit",
        create: true,
        environments: [
          { zoneName: "dev.acme.io", account: "dev" },
          { zoneName: "app.acme.io", account: "prod" },
        ],
      },
    ]);
  });
});
