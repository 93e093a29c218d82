import "../support/environment";
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { RulesSource } from "../../../functions/events/rules-source";
import { publishMetrics } from "../../../functions/shared/metrics";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";

const event = { type: "t", source: "s", detail: {} };
const rules = (target: string) => JSON.stringify({ version: 1, rules: [], default: target });

describe("the source of the rules", () => {
  const s3 = useAwsMock(S3Client);

  /** The object's versions, newest first, and what was asked of them. */
  let versions: string[];
  let asked: string[];
  let source: RulesSource;
  beforeEach(() => {
    versions = [rules("table")];
    asked = [];
    source = new RulesSource({ bucket: "rules", key: "rules.json", maxAge: 0, targets: ["table", "web"] });
    const tag = (version: number) => `"etag-${version}"`;
    s3()
      .on(GetObjectCommand)
      .callsFake(({ IfNoneMatch, VersionId }: { IfNoneMatch?: string; VersionId?: string }) => {
        const version = VersionId === undefined ? versions.length - 1 : Number(VersionId);
        asked.push(VersionId === undefined ? "newest" : `version ${VersionId}`);
        if (IfNoneMatch === tag(version)) throw Object.assign(new Error("304"), { $metadata: { httpStatusCode: 304 } });
        const text = versions[versions.length - 1 - version]!;
        return { ETag: tag(version), ContentLength: text.length, Body: { transformToString: async () => text } };
      });
    s3()
      .on(ListObjectVersionsCommand)
      .callsFake(() => ({
        Versions: versions.map((_, index) => ({
          Key: "rules.json",
          VersionId: String(versions.length - 1 - index),
          IsLatest: index === 0,
        })),
      }));
  });

  const current = async () => {
    const { result, output } = await capturedOutput(async () => {
      try {
        return (await source.current())(event);
      } catch (error) {
        return (error as Error).message;
      } finally {
        publishMetrics();
      }
    });
    return { result, output };
  };

  it("takes a new document without a deployment, and reads one again only when it has changed", async () => {
    expect((await current()).result).to.deep.equal(["table"]);
    expect((await current()).result).to.deep.equal(["table"]);
    versions.unshift(rules("web"));
    expect((await current()).result).to.deep.equal(["web"]);
    expect(asked).to.deep.equal(["newest", "newest", "newest"]);
  });

  it("does not even look before the time is over", async () => {
    source = new RulesSource({ bucket: "rules", key: "rules.json", maxAge: 60_000, targets: ["table", "web"] });
    await current();
    versions.unshift(rules("web"));
    expect((await current()).result).to.deep.equal(["table"]);
    expect(asked).to.deep.equal(["newest"]);
  });

  it("keeps the last good rules where a document is refused, and counts each look that finds it", async () => {
    await current();
    for (const bad of ["{", rules("deleteEverything"), "null", "x".repeat(1_000_001)]) {
      versions.unshift(bad);
      for (const look of [1, 2]) {
        const { result, output } = await current();
        expect(result, `look ${look}`).to.deep.equal(["table"]);
        expect(output).to.contain('"RulesRefused":1');
      }
    }
    versions.unshift(rules("web"));
    const { result, output } = await current();
    expect(result).to.deep.equal(["web"]);
    expect(output).to.not.contain("RulesRefused");
  });

  it("finds the last good rules among older versions when it starts with a refused document", async () => {
    versions = ["{", rules("nowhere"), rules("web"), rules("table")];
    const { result, output } = await current();
    expect(result).to.deep.equal(["web"]);
    expect(output).to.contain('"RulesRefused":1');
    expect(asked).to.deep.equal(["newest", "version 2", "version 1"]);
    // Known from then on.
    asked = [];
    expect((await current()).result).to.deep.equal(["web"]);
    expect(asked).to.deep.equal(["newest"]);
  });

  it("says that there are none where no version is valid", async () => {
    versions = ["{", "[]"];
    expect((await current()).result).to.contain("There are no rules");
  });

  it("goes on with the last rules while the bucket cannot be read, and fails without any", async () => {
    await current();
    s3().on(GetObjectCommand).rejects(new Error("unavailable"));
    const { result, output } = await current();
    expect(result).to.deep.equal(["table"]);
    expect(output).to.contain('"RulesUnavailable":1');
    source = new RulesSource({ bucket: "rules", key: "rules.json", maxAge: 0, targets: ["table"] });
    const cold = await current();
    expect(cold.result).to.equal("unavailable");
    expect(cold.output).to.contain('"RulesUnavailable":1');
  });

  for (const [name, httpStatusCode] of [
    ["NoSuchKey", 404],
    // What S3 says to a role that may not list the bucket, also of an object that is there and cannot be decrypted.
    ["AccessDenied", 403],
  ] as const) {
    it(`starts with the newest good version where the document is deleted and S3 says ${name}, and tells so`, async () => {
      versions = ["{", rules("web"), rules("table")];
      const gone = () => {
        asked.push("newest");
        throw Object.assign(new Error("gone"), { name, $metadata: { httpStatusCode } });
      };
      const read = s3();
      read.on(GetObjectCommand, { VersionId: undefined } as never).callsFake(gone);
      read.on(ListObjectVersionsCommand).callsFake(({ Prefix }: { Prefix: string }) => ({
        DeleteMarkers: [{ Key: Prefix, VersionId: "9", IsLatest: true }],
        Versions: versions.map((_, index) => ({ Key: Prefix, VersionId: String(2 - index), IsLatest: false })),
      }));
      for (const look of [1, 2]) {
        const { result, output } = await current();
        expect(result, `look ${look}`).to.deep.equal(["web"]);
        expect(output).to.contain('"RulesUnavailable":1');
      }
      // Found once; after that only the document is looked for.
      expect(asked).to.deep.equal(["newest", "version 2", "version 1", "newest"]);
    });
  }

  it("passes over a version that cannot be read, and takes a new document as soon as there is one", async () => {
    versions = [rules("table"), rules("web"), rules("table")];
    const denied = () => {
      throw Object.assign(new Error("denied"), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    };
    s3()
      .on(GetObjectCommand, { VersionId: undefined } as never)
      .callsFake(denied);
    s3()
      .on(GetObjectCommand, { VersionId: "1" } as never)
      .callsFake(denied);
    expect((await current()).result).to.deep.equal(["table"]);
    expect(asked).to.deep.equal(["version 0"]);
    const text = rules("web");
    s3()
      .on(GetObjectCommand, { VersionId: undefined } as never)
      .resolves({ ETag: '"new"', ContentLength: text.length, Body: { transformToString: async () => text } } as never);
    const { result, output } = await current();
    expect(result).to.deep.equal(["web"]);
    expect(output).to.not.contain("RulesUnavailable");
  });

  it("says that there are none where the document is deleted and no version is valid", async () => {
    versions = ["{", "[]"];
    const error = Object.assign(new Error("gone"), { name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    s3()
      .on(GetObjectCommand, { VersionId: undefined } as never)
      .rejects(error);
    expect((await current()).result).to.contain("There are no rules");
  });
});
