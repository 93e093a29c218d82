import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { platformFileName } from "../../stacks/config";
import { namespace, stackFileName } from "../../stacks/config/stack-values";

type Values = Record<string, unknown>;

/** What `sandbox/accounts/overlay.yaml` holds. */
interface Overlay {
  /** Merged into `platform.config.yaml`. */
  shared: Values;
  /** The stacks that are deployed, each with what its values are replaced by; `null` leaves a value out. */
  stacks: Record<string, Values>;
}

export interface AccountsRepositoryOptions {
  /** The repository whose configuration is taken. */
  root: string;
  /** Where the configuration of the sandbox's accounts, and the engine's state, go. */
  folder: string;
  /** What the workloads get beside: full keys, such as `platform:trustedUserPools`. */
  workloads?: Values;
  /** Merged into `domains` of the shared values: what is known once the zones are made. Default nothing. */
  domains?: Values;
}

/**
 * Writes the configuration of several accounts on this machine as the orchestrator reads one: the repository's own files,
 * with `overlay.yaml` over them, and a state in the same folder.
 */
export function writeAccountsRepository({
  root,
  folder,
  workloads = {},
  domains = {},
}: AccountsRepositoryOptions): void {
  const overlay = readYaml(path.join(__dirname, "overlay.yaml")) as unknown as Overlay;
  fs.mkdirSync(path.join(folder, "state"), { recursive: true });
  write("Pulumi.yaml", {
    name: namespace,
    runtime: "nodejs",
    backend: { url: `file://${path.join(folder, "state")}` },
  });
  write(platformFileName, merged(merged(readYaml(path.join(root, platformFileName)), overlay.shared), { domains }));
  for (const [stack, values] of Object.entries(overlay.stacks)) {
    const config = { ...(readYaml(path.join(root, stackFileName(stack)))["config"] as Values), ...values };
    if (config[`${namespace}:kind`] === "workload") Object.assign(config, workloads);
    // The engine keeps the salt of a stack's secrets there.
    const before = path.join(folder, stackFileName(stack));
    const salt = fs.existsSync(before) ? readYaml(before)["encryptionsalt"] : undefined;
    write(stackFileName(stack), {
      config: withoutNull(config),
      ...(salt !== undefined && { encryptionsalt: salt }),
    });
  }

  function write(name: string, values: Values): void {
    // Twelve digits are text only where they are quoted.
    const text = stringify(values, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

function readYaml(file: string): Values {
  return parse(fs.readFileSync(file, "utf8")) as Values;
}

/** Maps are merged, everything else is replaced. */
function merged(below: Values, above: Values): Values {
  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const before = result[key];
    result[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
  }
  return withoutNull(result);
}

function withoutNull(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
