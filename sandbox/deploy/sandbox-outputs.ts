import type { NamedApi } from "../emulator/api-names";
import type { Emulator } from "../emulator/emulator";

/** What `.sandbox/outputs.json` holds. Its keys are a contract: tests, scripts and people rely on them. */
export interface SandboxOutputs {
  /** Where every AWS call of this sandbox goes: `aws --endpoint-url …`. */
  endpoint: string;
  accountId: string;
  region: string;
  /** By name. */
  account: Record<string, { id: string; region: string }>;
  /** Address of each dashboard by its name. */
  dashboards: Record<string, string>;
  /** ARN of the topic of critical alarms. */
  alarmTopic: string;
  /** Public addresses and their right answers: those on this machine by `http://`, others by their names on AWS. */
  outside?: unknown[];
  /** One entry per system, for example `students.url`. Each `url` is plain HTTP and complete. */
  [system: string]: unknown;
}

type Values = Record<string, unknown>;

/**
 * The stack's outputs as they are on this machine: addresses on AWS become addresses of the emulators.
 *
 * @param outputs what the program returned, secrets unwrapped
 * @param names of APIs, beside those that AWS gives. Default none.
 */
export function toSandboxOutputs(
  outputs: Values,
  emulator: Emulator,
  names: Readonly<Record<string, NamedApi>> = {},
): SandboxOutputs {
  const local = Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, localized(value, emulator, names)]),
  );
  const users = { ...(local["identity"] as Values), ...(local["users"] as Values) };
  const students = {
    ...(local["students"] as Values),
    topic: (local["announcements"] as Values | undefined)?.["topic"],
  };
  return {
    ...local,
    endpoint: emulator.endpoint,
    accountId: emulator.accountId,
    region: emulator.region,
    account: local["account"] as SandboxOutputs["account"],
    dashboards: outputs["dashboards"] as SandboxOutputs["dashboards"],
    alarmTopic: outputs["alarmTopic"] as string,
    ...(local["students"] ? { students } : {}),
    ...(local["identity"] ? { users } : {}),
    ...(local["web"] ? { web: { ...(local["web"] as Values), url: `${emulator.forwardUrl}/` } } : {}),
    ...(local["outside"] ? { outside: withPages(local["outside"] as Values[], outputs["web"], emulator) } : {}),
  };
}

/** The pages, whatever their name, are on the forwarder. */
function withPages(outside: Values[], web: unknown, { forwardUrl }: Emulator): Values[] {
  const pages = (web as { url?: string } | undefined)?.url;
  return outside.map((each) => {
    const url = each["url"] as string;
    return pages !== undefined && url.startsWith(`${pages}/`)
      ? { ...each, url: forwardUrl + url.slice(pages.length) }
      : each;
  });
}

type Names = Readonly<Record<string, NamedApi>>;

function localized(value: unknown, emulator: Emulator, names: Names): unknown {
  if (typeof value === "string") return localAddress(value, emulator, names);
  if (Array.isArray(value)) return value.map((each) => localized(each, emulator, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, localized(each, emulator, names)]));
}

/** `https://<id>.execute-api.<region>.amazonaws.com/<stage>` is served by path; queues answer on the endpoint. */
function localAddress(text: string, emulator: Emulator, names: Names): string {
  const [, host = "", rest = ""] = /^https:\/\/([^/]+)(.*)$/s.exec(text) ?? [];
  const named = names[host];
  if (named) return `${emulator.endpoint}/_aws/execute-api/${named.apiId}/${named.stage}${rest}`;
  return text
    .replace(
      /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^/]+)/,
      `${emulator.endpoint}/_aws/execute-api/$1/$2`,
    )
    .replace(/^https?:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//, `${emulator.endpoint}/`)
    .replace(/^https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/, emulator.forwardUrl)
    .replace(/^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/(\d{12})\//, `${emulator.endpoint}/$1/`);
}
