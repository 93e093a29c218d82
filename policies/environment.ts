/** What the pack knows of the stack that it judges: levels and exceptions go by it. */
export interface PolicyEnvironment {
  /** The stack's name. Unknown, every exception for a name holds. */
  name?: string | undefined;
  /** Whether a workload is production. Absent for a stack of another kind, or where the configuration is unknown. */
  production?: boolean;
  /** What happens to a workload's data that leaves the program. Absent as `production` is. */
  removal?: "retain" | "destroy";
  /** Names of a workload's own exceptions, `platform:exceptions`. Absent as `production` is. */
  exceptions?: string[];
}

/**
 * What a stack's configuration tells the pack. Whatever is not said is what the configuration takes it for, and what is not
 * understood counts as production that retains its data: nobody gets an exception by a slip.
 *
 * @param name the stack's, where it is known
 * @param config full keys to texts, as the engine gives them to the program, and to the pack as `PULUMI_CONFIG`
 */
export function environmentOf(
  name: string | undefined,
  config: Readonly<Record<string, string>> = {},
): PolicyEnvironment {
  if (config["platform:kind"] !== "workload") return { name };
  return {
    name,
    production: config["platform:production"] !== "false",
    removal: config["platform:removal"] === "destroy" ? "destroy" : "retain",
    exceptions: namesIn(config["platform:exceptions"]),
  };
}

/** The engine's own environment of a process: the stack and its configuration. https://www.pulumi.com/docs/insights/policy/ */
export function environmentOfProcess(variables: NodeJS.ProcessEnv): PolicyEnvironment {
  const name = variables["PULUMI_STACK"] ?? variables["PULUMI_NODEJS_STACK"];
  const config = parsed(variables["PULUMI_CONFIG"]);
  return environmentOf(name, (config ?? {}) as Record<string, string>);
}

function namesIn(exceptions: string | undefined): string[] {
  const list = parsed(exceptions);
  if (!Array.isArray(list)) return [];
  return list.map((each: { name?: unknown } | null) => each?.name).filter((name) => typeof name === "string");
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null") as unknown;
  } catch {
    return undefined;
  }
}
