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
    expect((await current()).result).to.equal("unavailable");
  });
});
