import * as fs from "node:fs";
import * as readline from "node:readline";

/** A call of the engine to its provider, from when to when. */
export interface EngineCall {
  /** `Create`, `Read`, `Update`, `Delete`, or the function for `Invoke`. */
  method: string;
  /** Type of the resource. */
  type: string;
  /** Everything the call said about it, as text: names, ids, ARNs. */
  names: string[];
  /** Length of the log once the call had begun, and once it had ended. */
  from: number;
  to: number;
}

const SEEN = /^\/pulumirpc\.ResourceProvider\/(Create|Read|Update|Delete|Invoke|Configure)$/;

/**
 * Reads the engine's own log of its calls (`PULUMI_DEBUG_GRPC`): one line when a call begins, one when it has ended.
 *
 * @see https://www.pulumi.com/docs/support/debugging/logging/
 */
export async function readEngineCalls(file: string): Promise<EngineCall[]> {
  const calls: EngineCall[] = [];
  const open = new Map<string, EngineCall[]>();
  let length = 0;
  // Hundreds of megabytes.
  for await (const line of readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity })) {
    length += Buffer.byteLength(line) + 1;
    if (!line.startsWith('{"method":"/pulumirpc.ResourceProvider/')) continue;
    const { method, request, progress } = JSON.parse(line) as {
      method: string;
      request: Record<string, any>;
      progress?: string;
    };
    const name = SEEN.exec(method)?.[1];
    if (!name) continue;
    const type = typeOf(name, request);
    if (!type) continue;
    const key = `${name} ${type} ${(request["urn"] as string) ?? ""} ${(request["id"] as string) ?? ""}`;
    if (progress === "request_started") {
      const call = { method: name, type, names: namesIn(request), from: length, to: Infinity };
      calls.push(call);
      open.set(key, [...(open.get(key) ?? []), call]);
    } else {
      const call = open.get(key)?.shift();
      if (call) call.to = length;
    }
  }
  return calls;
}

function typeOf(method: string, request: Record<string, any>): string | undefined {
  if (method === "Configure") return "pulumi:providers:aws";
  if (method === "Invoke") return request["tok"] as string;
  const urn = request["urn"] as string;
  return urn.split("::")[2]?.split("$").pop();
}

const SHORTEST_NAME = 4;

/** Texts of a request that may stand in a call to AWS. */
function namesIn(request: Record<string, any>): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.length >= SHORTEST_NAME && value.length <= 2048) found.add(value);
    } else if (value && typeof value === "object") Object.values(value).forEach(visit);
  };
  for (const key of ["id", "properties", "olds", "news", "inputs", "args"]) visit(request[key]);
  return [...found];
}
