import { GetObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { logger } from "../shared/logger";
import { count } from "../shared/metrics";
import { s3 } from "../shared/s3";
import { problemsOf } from "../shared/validate";
import { compileRules, type Router } from "./router";
import { rulesSchema } from "./rules";

/** Where the rules are, and how often to look. */
export interface RulesSourceOptions {
  bucket: string;
  key: string;
  /** Milliseconds that a document is used without looking whether there is a newer one. */
  maxAge: number;
  /** Names that a rule may use. */
  targets: readonly string[];
}

/** Largest document, in bytes. */
const MOST_BYTES = 1_000_000;
/** Older versions that are tried, newest first, where the newest is refused. */
const MOST_VERSIONS = 50;

/**
 * The rules in force, out of a document in a versioned bucket. A new document counts within `maxAge`. One that is
 * refused changes nothing: the last good one stays in force, kept in memory or, where the function has just started,
 * found among the object's older versions; so also where the document was deleted. Each look that finds a refused document
 * counts as `RulesRefused`, and one that cannot read it as `RulesUnavailable`, so that the alarm lasts as long as the fault.
 */
export class RulesSource {
  private inForce?: Router;
  /** Of the newest document, good or not; not read again while it is the same. */
  private seen?: { tag: string; isRefused: boolean };
  private freshUntil = 0;

  constructor(private readonly options: RulesSourceOptions) {}

  /**
   * The router of the rules in force.
   *
   * @throws Error where there has never been a good document, or S3 fails for now and none was read before
   */
  async current(): Promise<Router> {
    if (this.inForce && Date.now() < this.freshUntil) return this.inForce;
    try {
      await this.look();
    } catch (error) {
      count("RulesUnavailable");
      logger.error("rules not read", { error: error as Error, others: this.inForce ? "in force" : "looked for" });
      // What passes is tried again with the batch: an older version would route by rules that were replaced.
      if (!this.inForce && !isLasting(error)) throw error;
      this.inForce ??= await this.newestGoodVersion();
    }
    this.freshUntil = Date.now() + this.options.maxAge;
    if (this.seen?.isRefused) count("RulesRefused");
    if (!this.inForce) throw new Error("There are no rules: no version of the document is valid");
    return this.inForce;
  }

  private async look(): Promise<void> {
    const read = await this.readNewest();
    if (read) {
      const router = this.accepted(read.text);
      this.seen = { tag: read.tag, isRefused: router === undefined };
      if (router) {
        this.inForce = router;
        logger.info("rules in force", { etag: read.tag });
      } else logger.error("rules refused, the last good ones stay in force", { etag: read.tag });
    }
    if (!this.inForce) this.inForce = await this.newestGoodVersion();
  }

  /** The newest document, or nothing where it is the one that was seen. */
  private async readNewest(): Promise<{ text: string; tag: string } | undefined> {
    try {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: this.options.bucket, Key: this.options.key, IfNoneMatch: this.seen?.tag }),
      );
      return { text: await textOf(object), tag: object.ETag ?? "" };
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 304) return undefined;
      throw error;
    }
  }

  private accepted(text: string): Router | undefined {
    const result = rulesSchema(this.options.targets).safeParse(parsed(text));
    if (result.success) return compileRules(result.data);
    logger.warn("rules not valid", { problems: problemsOf(result.error) });
    return undefined;
  }

  private async newestGoodVersion(): Promise<Router | undefined> {
    const { bucket: Bucket, key: Key } = this.options;
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key, MaxKeys: MOST_VERSIONS }),
    );
    // The newest one was refused already, or cannot be read; where it was deleted, none of these is. S3 lists newest first.
    for (const { VersionId } of Versions.filter((version) => version.Key === Key && !version.IsLatest)) {
      const router = await this.ofVersion({ Bucket, Key, VersionId });
      if (!router) continue;
      logger.warn("rules of an older version in force", { versionId: VersionId });
      return router;
    }
    return undefined;
  }

  private async ofVersion(version: { Bucket: string; Key: string; VersionId?: string }): Promise<Router | undefined> {
    try {
      return this.accepted(await textOf(await s3.send(new GetObjectCommand(version))));
    } catch (error) {
      if (!isLasting(error)) throw error;
      logger.warn("version not read", { versionId: version.VersionId, error: error as Error });
      return undefined;
    }
  }
}

/** The object is gone or may not be read: without the permission to list a bucket, S3 says 403 to both. */
function isLasting(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 403 || $metadata?.httpStatusCode === 404;
}

interface ReadObject {
  ContentLength?: number;
  Body?: { transformToString(): Promise<string> };
}

/** The text, or none for a document that is too large to be one. */
async function textOf({ Body, ContentLength = 0 }: ReadObject): Promise<string> {
  const text = (await Body?.transformToString()) ?? "";
  return ContentLength > MOST_BYTES ? "" : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
