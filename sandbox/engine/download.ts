import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { Readable, Transform } from "node:stream";

/** How long a server may take to begin its answer, in milliseconds. */
const ANSWER_LIMIT = 5_000;
/** How long a transfer may stand still, in milliseconds. */
const STALL_LIMIT = 30_000;

/** A download that did not work: no network, a refusal, or content that is not what was published. */
export class DownloadError extends Error {}

/** How a download is done. */
export interface DownloadOptions {
  /** In milliseconds; 5,000 by default. */
  readonly answerLimit?: number;
  /** Is told how much has come, in bytes, and how much there is, if the server says. */
  readonly onBytes?: (received: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

/**
 * Downloads a text.
 *
 * @throws DownloadError
 */
export async function downloadText(url: string, options: DownloadOptions = {}): Promise<string> {
  const answer = await request(url, options);
  return answer.text().catch((error: unknown) => fail(url, error, options));
}

/**
 * Downloads a file and checks it.
 *
 * @param file is written; removed again when the download fails
 * @param sha256 of its content, in hexadecimal
 * @throws DownloadError
 */
export async function downloadFile(
  url: string,
  file: string,
  sha256: string,
  options: DownloadOptions = {},
): Promise<void> {
  const answer = await request(url, options);
  const hash = crypto.createHash("sha256");
  const total = Number(answer.headers.get("content-length")) || undefined;
  let received = 0;
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const rearm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(new Error("the transfer stands still")), STALL_LIMIT);
  };
  const measure = new Transform({
    transform(part: Buffer, _encoding, next) {
      rearm();
      hash.update(part);
      received += part.length;
      options.onBytes?.(received, total);
      next(null, part);
    },
  });
  try {
    rearm();
    const signals = options.signal ? [options.signal, stall.signal] : [stall.signal];
    await pipeline(Readable.fromWeb(answer.body as never), measure, fs.createWriteStream(file), {
      signal: AbortSignal.any(signals),
    });
    const actual = hash.digest("hex");
    if (actual !== sha256.toLowerCase()) {
      throw new DownloadError(`${url} is not what was published: its SHA-256 is ${actual}, not ${sha256}`);
    }
  } catch (error) {
    fs.rmSync(file, { force: true });
    if (error instanceof DownloadError) throw error;
    fail(url, stall.signal.aborted ? stall.signal.reason : error, options);
  } finally {
    clearTimeout(timer);
  }
}

async function request(url: string, options: DownloadOptions): Promise<Response> {
  const slow = new AbortController();
  const limit = options.answerLimit ?? ANSWER_LIMIT;
  const timer = setTimeout(() => slow.abort(new Error(`no answer within ${limit / 1000} s`)), limit);
  const onAbort = (): void => slow.abort(options.signal?.reason);
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    const answer = await fetch(url, { signal: slow.signal });
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      throw new DownloadError(`${url} answered ${answer.status}`);
    }
    return answer;
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    return fail(url, error, options);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** Words a failure of the network in one line; an abort by the caller stays what it is. */
function fail(url: string, error: unknown, options: DownloadOptions): never {
  options.signal?.throwIfAborted();
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text =
    cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || cause.name : String(cause);
  throw new DownloadError(`${new URL(url).host} cannot be reached (${text})`);
}
