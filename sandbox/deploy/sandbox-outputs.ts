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
  /** One entry per system, for example `students.url`. Each `url` is plain HTTP and complete. */
  [system: string]: unknown;
}

type Values = Record<string, unknown>;

/**
 * The stack's outputs as they are on this machine: addresses on AWS become addresses of the emulators.
 *
 * @param outputs what the program returned, secrets unwrapped
 */
export function toSandboxOutputs(outputs: Values, emulator: Emulator): SandboxOutputs {
  const local = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, localized(value, emulator)]));
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
  };
}

function localized(value: unknown, emulator: Emulator): unknown {
  if (typeof value === "string") return localAddress(value, emulator);
  if (Array.isArray(value)) return value.map((each) => localized(each, emulator));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, localized(each, emulator)]));
}

/** `https://<id>.execute-api.<region>.amazonaws.com/<stage>` is served by path; queues answer on the endpoint. */
function localAddress(text: string, emulator: Emulator): string {
  return text
    .replace(
      /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^/]+)/,
      `${emulator.endpoint}/_aws/execute-api/$1/$2`,
    )
    .replace(/^https?:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//, `${emulator.endpoint}/`)
    .replace(/^https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/, emulator.forwardUrl)
    .replace(/^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/(\d{12})\//, `${emulator.endpoint}/$1/`);
}
