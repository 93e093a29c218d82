/** A record of a log group, as CloudWatch Logs gives it. */
export interface LogRecord {
  /** For example `/aws/lambda/addStudentDetails`. */
  group: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  message: string;
}

/** A record that tells of a request, as a person reads it. */
export interface CorrelatedLine {
  /** ISO 8601. */
  at: string;
  /** The function, or the log group of something else. */
  from: string;
  /** Level and message, or what kind of record it is. */
  what: string;
  /** What the record says besides, without what every record has. */
  fields: Record<string, unknown>;
}

/** What stands in each line of a handler, and tells nothing about the request. */
const EVERYWHERE = [
  ...["level", "message", "timestamp", "service", "cold_start", "sampling_rate", "xray_trace_id", "correlation_id"],
  ...["function_arn", "function_memory_size", "function_name", "function_request_id", "_aws"],
];

/**
 * The records that have an id, oldest first: lines of handlers, what they counted, access logs, logs of state machines.
 *
 * @param records of any log groups
 * @param id a correlation id
 */
export function correlatedLines(records: readonly LogRecord[], id: string): CorrelatedLine[] {
  const isMark = (character: string | undefined) => character !== undefined && /[\w-]/.test(character);
  const has = (message: string) => {
    // Whole ids only: one may begin another.
    for (let at = message.indexOf(id); at >= 0; at = message.indexOf(id, at + 1)) {
      if (!isMark(message[at - 1]) && !isMark(message[at + id.length])) return true;
    }
    return false;
  };
  return records
    .filter(({ message }) => has(message))
    .sort((a, b) => a.timestamp - b.timestamp)
    .map(({ group, timestamp, message }) => {
      const json = parsed(message);
      return {
        at: new Date(timestamp).toISOString(),
        from: group.replace(/^\/aws\/lambda\//, ""),
        what: whatIs(json, message),
        fields: Object.fromEntries(Object.entries(json ?? {}).filter(([name]) => !EVERYWHERE.includes(name))),
      };
    });
}

function whatIs(json: Record<string, unknown> | undefined, message: string): string {
  if (!json) return message.trim();
  if ("_aws" in json) return "counted";
  if (typeof json["level"] === "string") return `${json["level"]} ${String(json["message"])}`;
  return "record";
}

function parsed(message: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(message) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
