import * as fs from "node:fs";
import * as path from "node:path";

/** `platform.config.yaml` of a template that nobody has filled in, with an organisation and its accounts. */
export const unfilledConfiguration = fs.readFileSync(
  path.resolve(__dirname, "../fixtures/unfilled/platform.config.yaml"),
  "utf8",
);

/** Each stack's own values, beside those that all have. */
const stacks: Record<string, string[]> = {
  management: ["platform:kind: management", "platform:account: management"],
  security: ["platform:kind: security", "platform:account: security"],
  ...Object.fromEntries(
    ["security", "dev", "test", "prod"].map((account) => [
      `baseline-${account}`,
      ["platform:kind: baseline", `platform:account: ${account}`],
    ]),
  ),
  dev: workload("dev", "dev.example.org", "platform:production: false"),
  test: workload("test", "test.example.org", "platform:production: false"),
  prod: workload("prod", "app.example.org"),
  sandbox: workload("sandbox", "sandbox.example.org", "platform:production: false"),
};

function workload(account: string, domain: string, ...more: string[]): string[] {
  const lines = ["platform:kind: workload", `platform:account: ${account}`, `platform:domain: ${domain}`];
  return [...lines, ...more, "platform:systems: { transfer: {} }"];
}

/**
 * Writes the configuration of a repository that nobody has filled in: the shared file, the project's and each stack's. The
 * repository's own would do only until somebody fills it in.
 *
 * @returns the folder
 */
export function unfilledRepository(folder: string, configuration = unfilledConfiguration): string {
  fs.writeFileSync(path.join(folder, "platform.config.yaml"), configuration);
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: platform\nruntime: nodejs\nmain: stacks/\n");
  for (const [name, lines] of Object.entries(stacks)) {
    const all = ['pulumi:disable-default-providers: ["aws"]', ...lines].map((line) => `  ${line}`);
    fs.writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), ["config:", ...all, ""].join("\n"));
  }
  return folder;
}
