import { parseArgs } from "node:util";
import { UsageError } from "../command/verb";
import type { Schedule } from "./open-loop";

/** What nobody may ask more of: this is for finding limits, not for knocking systems over. */
export const LIMITS = { rate: 500, seconds: 600, concurrency: 200, calls: 50_000, batch: 500, timeoutSeconds: 60 };

/** What `npm run load` was asked for. */
export interface LoadArguments {
  system: string;
  schedule: Schedule;
  /** Entries in one call, where the system takes several. */
  batch: number;
  /** How long is waited for queues and streams to be worked off, and for metrics. Default depends on the environment. */
  settleSeconds?: number;
  /** Address of another environment's API. */
  url?: string;
  /** File with another environment's outputs. */
  outputs?: string;
  /** Host or account that may be loaded. */
  confirm?: string;
  region?: string;
  /** Failures in percent, and milliseconds at the 95th percentile, above which the exit code is 1. */
  maxErrors?: number;
  maxP95?: number;
  web: boolean;
  dryRun: boolean;
  json: boolean;
  help: boolean;
}

/** What `npm run load -- --help` prints, before the systems. */
export const usage = `usage: npm run load -- SYSTEM [OPTION…]

Sends calls to a system at a given rate, whether or not it keeps up, and says what gave way first and how that is known.
Without --url or --outputs the sandbox is loaded, which has to be up.

  --rate N             calls a second; default 10, at most ${LIMITS.rate}
  --from N             rise evenly from this rate to --rate, so that the limit shows
  --duration SECONDS   how long; default 20, at most ${LIMITS.seconds}, and ${LIMITS.calls} calls in all
  --concurrency N      calls under way at once; default 50, at most ${LIMITS.concurrency}
  --timeout SECONDS    when a call counts as failed; default 30, at most ${LIMITS.timeoutSeconds}
  --batch N            entries in one call, where the system takes several; default 1
  --settle SECONDS     wait for queues, streams and metrics; default 30, 180 outside the sandbox; at most 600
  --web                (events, feed) events that rules send on to the third party's web service
  --max-errors PERCENT exit with 1 where more calls fail
  --max-p95 MS         exit with 1 where one call in twenty takes longer
  --dry-run            say what would be sent, and send nothing
  --json               the report as one JSON document
  --help               this text

Another environment, named twice so that none is loaded by mistake:
  --url ADDRESS        the API's address, https; token and API key from LOAD_TOKEN and LOAD_API_KEY
  --outputs FILE       its outputs (pulumi stack output --json --show-secrets): what to watch, and where streams are
  --region REGION      of its streams, machines and metrics; default AWS_REGION
  --confirm NAME       host of the address; for feed, trends and transfer the account's id

Exit code: 0 where the load was sent, 1 where a bound was broken or nothing could be sent, 2 for a wrong call.
`;

const number = { type: "string" } as const;

/** @throws UsageError with a message for the user where the arguments are wrong */
export function loadArguments(args: readonly string[]): LoadArguments {
  const { values, positionals } = parsed(args);
  const help = values.help === true;
  const [system = "", ...more] = positionals;
  if (!help && (system === "" || more.length > 0)) {
    throw new UsageError("Name one system, for example: npm run load -- students-read");
  }
  const rate = within("--rate", values.rate, 10, 0.1, LIMITS.rate, "calls a second");
  const seconds = within("--duration", values.duration, 20, 1, LIMITS.seconds, "seconds");
  const from =
    values.from === undefined ? undefined : within("--from", values.from, rate, 0, LIMITS.rate, "calls a second");
  const calls = Math.round((((from ?? rate) + rate) / 2) * seconds);
  if (calls > LIMITS.calls) {
    throw new UsageError(
      `That would be ${calls} calls; at most ${LIMITS.calls} are sent at a time. Lower --rate or --duration.`,
    );
  }
  if (!help && calls < 1) throw new UsageError("That would be no call at all. Raise --rate or --duration.");
  const optional = (name: "max-errors" | "max-p95" | "settle", most: number, unit: string) =>
    values[name] === undefined ? undefined : within(`--${name}`, values[name], 0, 0, most, unit);
  const maxErrors = optional("max-errors", 100, "percent");
  const maxP95 = optional("max-p95", 60_000, "milliseconds");
  const settleSeconds = optional("settle", 600, "seconds");
  return {
    system,
    schedule: {
      rate,
      ...(from !== undefined && { from }),
      seconds,
      concurrency: within("--concurrency", values.concurrency, 50, 1, LIMITS.concurrency, "calls at once", true),
      timeoutSeconds: within("--timeout", values.timeout, 30, 1, LIMITS.timeoutSeconds, "seconds"),
    },
    batch: within("--batch", values.batch, 1, 1, LIMITS.batch, "entries", true),
    ...(settleSeconds !== undefined && { settleSeconds }),
    ...(values.url !== undefined && { url: addressOf(values.url) }),
    ...(values.outputs !== undefined && { outputs: values.outputs }),
    ...(values.confirm !== undefined && { confirm: values.confirm }),
    ...(values.region !== undefined && { region: values.region }),
    ...(maxErrors !== undefined && { maxErrors }),
    ...(maxP95 !== undefined && { maxP95 }),
    web: values.web === true,
    dryRun: values["dry-run"] === true,
    json: values.json === true,
    help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: number,
        from: number,
        duration: number,
        concurrency: number,
        timeout: number,
        batch: number,
        settle: number,
        "max-errors": number,
        "max-p95": number,
        url: { type: "string" },
        outputs: { type: "string" },
        confirm: { type: "string" },
        region: { type: "string" },
        web: { type: "boolean" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function within(
  option: string,
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
  unit: string,
  isWhole = false,
): number {
  if (text === undefined) return otherwise;
  const value = text.trim() === "" ? NaN : Number(text);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new UsageError(
    `${option} is "${text}"; it takes ${isWhole ? "a whole number" : "a number"} of ${unit} from ${least} to ${most}.`,
  );
}

function addressOf(text: string): string {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = address && ["localhost", "127.0.0.1", "[::1]"].includes(address.hostname);
  if (address?.protocol === "https:" || (address?.protocol === "http:" && isLocal)) return text.replace(/\/+$/, "");
  throw new UsageError(`--url is "${text}"; it takes an address with https://, since a token goes along.`);
}
