import { expect } from "chai";
import * as fc from "fast-check";
import { coverEverything, isOpenCidr, parseCidr } from "../../policies/core/cidr";
import { credentialIn } from "../../policies/core/credentials";
import { parsePolicy } from "../../policies/core/policy-document";
import { deniesWithoutTls, publicStatements } from "../../policies/core/resource-policy";
import { longestGapDays } from "../../policies/core/schedule";
import { reaches, traffic } from "../../policies/core/traffic";
import { unknown } from "../../policies/core/unknown";
import { isFalse, isMissing, isTrue, numeric, read } from "../../policies/core/values";
import { matches } from "../../policies/core/wildcard";
import { rules } from "../../policies/rules";
import { runPack } from "../../policies/run-in-process";
import { recorded, res } from "./support/cases";

const text = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme-ascii" });
const plainText = fc.stringMatching(/^[a-z0-9:/.-]{1,20}$/);
const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));

describe("policies/core/wildcard", () => {
  it("matches a text with itself, with a star in place of any part, and with a mark in place of any character", () => {
    fc.assert(
      fc.property(plainText, fc.nat(20), fc.nat(20), (value, a, b) => {
        const [from, to] = [Math.min(a, b, value.length), Math.min(Math.max(a, b), value.length)];
        expect(matches(value.toUpperCase(), value)).to.equal(true);
        expect(matches(`${value.slice(0, from)}*${value.slice(to)}`, value)).to.equal(true);
        if (from < value.length)
          expect(matches(`${value.slice(0, from)}?${value.slice(from + 1)}`, value)).to.equal(true);
        expect(matches(`${value}?`, value)).to.equal(false);
      }),
    );
  });

  it("takes nothing else as special", () => {
    fc.assert(
      fc.property(text, (value) => {
        const literal = value.replace(/[*?]/g, "");
        expect(matches(literal, `${literal}x`)).to.equal(false);
      }),
    );
    expect(matches("a.c", "abc")).to.equal(false);
  });
});

describe("policies/core/cidr", () => {
  it("reads every IPv4 range, and finds both of its ends within it", () => {
    fc.assert(
      fc.property(v4, fc.nat(32), (parts, length) => {
        const range = parseCidr(`${parts.join(".")}/${length}`)!;
        expect(range.last - range.first + 1n).to.equal(1n << BigInt(32 - length));
        const value = parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
        expect(range.first <= value && value <= range.last).to.equal(true);
        expect(isOpenCidr(`${parts.join(".")}/${length}`)).to.equal(length === 0);
      }),
    );
  });

  it("finds that the parts of the whole are the whole, in any order, and that one missing part is missed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(31), fc.constantFrom(4, 6), (length, missing, version) => {
        const count = 2 ** length;
        const parts = Array.from({ length: count }, (_, index) =>
          version === 4
            ? `${(index * 256) / count}.0.0.0/${length}`
            : `${((index * 65536) / count).toString(16)}::/${length}`,
        );
        expect(coverEverything([...parts].reverse())).to.equal(true);
        expect(coverEverything(parts.filter((_, index) => index !== missing % count))).to.equal(false);
      }),
    );
  });

  it("takes no text that is no range", () => {
    for (const wrong of [
      "",
      "/0",
      "1.2.3/8",
      "1.2.3.4/33",
      "256.0.0.0/8",
      "::1::/0",
      "::/129",
      "1:2:3:4:5:6:7:8:9/0",
      "0.0.0.0/0/0",
      "a::g/0",
    ]) {
      expect(parseCidr(wrong), wrong).to.equal(undefined);
    }
    for (const open of ["0.0.0.0/0", "::/0", "0:0:0:0:0:0:0:0/0", "0000::0/0", "10.0.0.0/0"])
      expect(isOpenCidr(open), open).to.equal(true);
  });
});

describe("policies/core/traffic", () => {
  it("reaches exactly the ports of its range, whatever their form", () => {
    fc.assert(
      fc.property(fc.nat(65535), fc.nat(65535), fc.nat(65535), fc.boolean(), (a, b, port, asText) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const rule = asText ? traffic("TCP", String(from), String(to), "::/0") : traffic(6, from, to, ["::/0"]);
        expect(reaches(rule, ["tcp"], port)).to.equal(from <= port && port <= to);
        expect(reaches(rule, ["udp"], port)).to.equal(false);
        expect(reaches(traffic("-1", from, to), ["tcp"], port)).to.equal(true);
        expect(reaches(traffic("tcp", unknown, to), ["tcp"], port)).to.equal(false);
      }),
    );
  });
});

describe("policies/core/values", () => {
  it("reads a single block and a list of one alike, and what is unknown as unknown at any depth", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(read({ a: { b: value } }, "a.b")).to.deep.equal(read({ a: [{ b: value }] }, "a.b"));
        expect(read({ a: unknown }, "a.b.c")).to.equal(unknown);
        expect(read({ a: [unknown] }, "a.b")).to.equal(unknown);
        expect(isTrue(value) && isFalse(value)).to.equal(false);
        if (isMissing(value)) expect(isTrue(value) || numeric(value) !== undefined).to.equal(false);
      }),
    );
  });

  it("takes the engine's sentinels for unknown, also within a text", () => {
    const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(read({ a: sentinel }, "a")).to.equal(unknown);
    expect(read({ a: `arn:aws:s3:::${sentinel}/*` }, "a")).to.equal(unknown);
    expect(parsePolicy(sentinel).unknown).to.equal(true);
    const [statement] = parsePolicy(
      `{"Statement":{"Effect":"Allow","Principal":{"AWS":"${sentinel}"},"Action":"s3:*"}}`,
    ).statements;
    expect(statement!.principals[0]!.value).to.equal(unknown);
  });
});

describe("policies/core/policy-document", () => {
  const strings = fc.oneof(plainText, fc.array(plainText, { minLength: 1, maxLength: 3 }));
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: strings,
    Resource: strings,
    Principal: fc.oneof(fc.constant("*"), fc.record({ AWS: strings }), fc.record({ Service: strings })),
    Condition: fc.dictionary(
      fc.constantFrom("StringEquals", "ArnLike"),
      fc.dictionary(plainText, strings, { minKeys: 1, maxKeys: 2 }),
      { maxKeys: 2 },
    ),
  });

  it("reads the same policy from an object, from text, from text of text, and in any case of its keys", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (statements) => {
        const policy = { Version: "2012-10-17", Statement: statements };
        const expected = parsePolicy(policy);
        expect(parsePolicy(JSON.stringify(policy))).to.deep.equal(expected);
        expect(parsePolicy(JSON.stringify(JSON.stringify(policy)))).to.deep.equal(expected);
        const lowered = statements.map((each) =>
          Object.fromEntries(Object.entries(each).map(([key, value]) => [key.toLowerCase(), value])),
        );
        expect(parsePolicy({ statement: lowered })).to.deep.equal(expected);
        if (statements.length === 1) expect(parsePolicy({ Statement: statements[0] })).to.deep.equal(expected);
      }),
    );
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (value) => {
        expect(parsePolicy(value).statements).to.be.an("array");
        expect(publicStatements({ Statement: value })).to.be.an("array");
        expect(deniesWithoutTls({ Statement: [value] }, { actions: ["s3:*"], covers: [() => true] })).to.be.oneOf([
          "yes",
          "no",
          "unknown",
        ]);
      }),
    );
  });
});

describe("policies/core/schedule", () => {
  const cases: [string, number | undefined][] = [
    ["rate(1 day)", 1],
    ["rate(90 days)", 90],
    ["rate(2 weeks)", 14],
    ["cron(0 8 * * ? *)", 1],
    ["cron(0 8 1 * ? *)", 31],
    ["cron(0 8 L * ? *)", 31],
    ["cron(0 8 1 1,4,7,10 ? *)", 92],
    ["cron(0 8 1 JAN-MAR ? *)", 306],
    ["cron(0 8 ? * MON *)", 7],
    ["cron(0 8 ? * 2#1 *)", 35],
    ["cron(0 8 ? * 6L *)", 35],
    ["cron(0 8 31 2 ? *)", Infinity],
    ["every day", undefined],
  ];
  for (const [expression, days] of cases) it(expression, () => expect(longestGapDays(expression)).to.equal(days));
});

describe("policies/core/credentials", () => {
  it("finds every access key id, and no hash or identifier", () => {
    const id = fc.stringMatching(/^[A-Z0-9]{16}$/);
    fc.assert(
      fc.property(id, fc.constantFrom("AKIA", "ASIA"), (rest, prefix) => {
        expect(credentialIn("A", prefix + rest)).to.not.equal(undefined);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{40}$/), (hash) => {
        expect(credentialIn("A", hash)).to.equal(undefined);
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        expect(credentialIn("SECRET_KEY", value)).to.equal(undefined);
      }),
    );
    expect(credentialIn("A", unknown)).to.equal(undefined);
  });
});

describe("policies, on anything", () => {
  const types = [...new Set(rules.flatMap((rule) => rule.types))];
  it("never fail, whatever the inputs are", () => {
    const value = fc.oneof(fc.anything({ maxDepth: 3 }), fc.constant(unknown));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...properties), value)), {
          maxLength: 6,
        }),
        (given) => {
          const resources = recorded(
            { bad: {}, good: {} },
            given.map(([type, inputs], index) => res(type, `r${index}`, inputs)),
            false,
          );
          expect(runPack(resources, { exceptions: [] }).filter(({ rule }) => rule === "policy-failure")).to.deep.equal(
            [],
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it("report nothing more, of one resource, when a value becomes unknown", () => {
    const acl = { acl: "public-read", accessControlPolicy: { grants: [] }, bucket: "b" };
    fc.assert(
      fc.property(fc.subarray(Object.keys(acl)), (hidden) => {
        const inputs = Object.fromEntries(
          Object.entries(acl).map(([key, each]) => [key, hidden.includes(key) ? unknown : each]),
        );
        const of = (given: Record<string, unknown>) =>
          runPack(recorded({ bad: {}, good: {} }, res("aws:s3/bucketAcl:BucketAcl", "a", given), true), {
            exceptions: [],
          }).map((each) => each.message);
        expect(of(acl)).to.include.members(of(inputs));
        if (!hidden.includes("acl")) expect(of(inputs)).to.have.length(1);
      }),
    );
  });
});

const properties = [
  ...[
    "policy",
    "assumeRolePolicy",
    "inlinePolicies",
    "rules",
    "ruleJson",
    "ingress",
    "egress",
    "origins",
    "tags",
    "acl",
    "grants",
  ],
  ...[
    "containerDefinitions",
    "volumes",
    "settings",
    "parameters",
    "environment",
    "vpcConfig",
    "cors",
    "permissions",
    "name",
    "bucket",
  ],
  ...[
    "redrivePolicy",
    "kmsMasterKeyId",
    "viewerCertificate",
    "defaultActions",
    "protocol",
    "rotationRules",
    "dimensions",
    "metricQueries",
  ],
  ...[
    "alarmActions",
    "serverSideEncryptionConfiguration",
    "accessLogSettings",
    "methodPath",
    "queues",
    "topics",
    "endpoint",
    "role",
    "timeout",
  ],
];
