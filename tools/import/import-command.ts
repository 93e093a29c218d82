import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient } from "@aws-sdk/client-sts";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { pathText } from "../../stacks/config/schema-tools";
import { answerText } from "../init/answer";
import { contentOf, initialize, valueAt } from "../init/initialize";
import { configurationChanges } from "./configuration-changes";
import type { FoundOrganization } from "./found-organization";
import { matchOrganization } from "./match-organization";
import { readOrganization, type OrganizationClients } from "./read-organization";
import { providerUrn, resourcesToImport } from "./resources-to-import";

export const usage = `usage: npm run import [-- options]

Reads the AWS organisation that the credentials of this shell manage, and writes it into platform.config.yaml: its id, its
units, and its accounts with their ids, addresses and units. Comments and everything else in the file stay. Also writes
what "pulumi import" needs to take over what is there. Nothing in AWS is changed.

  --dry-run           shows what would be written, and writes nothing
  --force             overwrites values that are filled in already and differ
  --resources FILE    where the resources to import go; default pulumi-import.json
  --stack NAME        name of the management stack; default management
  --endpoint URL      asks this address instead of AWS, for example an emulator
  --help              this text

exit codes: 0 written, or nothing to write; 1 not written; 2 wrong call
`;

export interface ImportEnvironment {
  /** The repository. */
  root: string;
  output: Writable;
  error: Writable;
  /** Makes the clients; tests give others. */
  clients?: (endpoint?: string) => OrganizationClients;
}

/** Runs `npm run import`. @returns the exit code */
export async function importCommand(args: readonly string[], environment: ImportEnvironment): Promise<number> {
  const { root, output, error, clients = awsClients } = environment;
  const options = parsedArguments(args, error);
  if (!options) return 2;
  if (options.help) {
    output.write(usage);
    return 0;
  }
  const file = path.join(root, "platform.config.yaml");
  try {
    const text = readFileSync(file, "utf8");
    const content = contentOf(text);
    const found = await readOrganization(clients(options.endpoint));
    const matched = matchOrganization(found, content);
    const changes = configurationChanges(found, matched, content);
    const edited = initialize(text, changes, options.force);
    const name = matched.accountNames.get(found.managementAccountId)!;
    const { region } = contentOf(edited).accounts[name]!;
    const resources = resourcesToImport(found, matched, { name, region }, options.stack);

    const changed = changes.filter(({ path: at, value }) => answerText(valueAt(content, at)) !== answerText(value));
    output.write(`${summary(found)}\n`);
    for (const { path: at, value } of changed) output.write(`  ${pathText(at)}: ${answerText(value)}\n`);
    const isTower = content.organization.controlTower !== undefined;
    if (options["dry-run"]) {
      output.write(changed.length > 0 ? "Nothing is written.\n" : "platform.config.yaml says all of it already.\n");
      return 0;
    }
    if (edited !== text) writeWhole(file, edited);
    if (!isTower) writeWhole(path.resolve(root, options.resources), `${JSON.stringify(resources, undefined, 2)}\n`);
    output.write(
      edited === text ? "platform.config.yaml says all of it already.\n" : "Written to platform.config.yaml.\n",
    );
    output.write(
      isTower ? towerNext : next(options.stack, options.resources, providerUrn(options.stack, name, region)),
    );
    return 0;
  } catch (reason) {
    error.write(`${(reason as Error).message}\n`);
    return 1;
  }
}

const towerNext =
  "Next: npm run plan -- management. Control Tower keeps what it has made, so that nothing is imported.\n";

function next(stack: string, resources: string, urn: string): string {
  return [
    `Resources to import written to ${resources}.`,
    "Next, where the management stack does not have them yet:",
    `  pulumi up --stack ${stack} --target '${urn}'`,
    `  pulumi import --stack ${stack} --file ${resources} --generate-code=false`,
    `  npm run plan -- ${stack}`,
    "",
  ].join("\n");
}

function summary({ id, units, accounts, closed }: FoundOrganization): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  const left = closed.length > 0 ? `; closed and left out: ${closed.join(", ")}` : "";
  return `${id}: ${count(units.length, "unit")}, ${count(accounts.length, "account")}${left}`;
}

function parsedArguments(args: readonly string[], error: Writable) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "dry-run": { type: "boolean", default: false },
        force: { type: "boolean", default: false },
        resources: { type: "string", default: "pulumi-import.json" },
        stack: { type: "string", default: "management" },
        endpoint: { type: "string" },
        help: { type: "boolean", default: false, short: "h" },
      },
    });
    if (values.endpoint !== undefined && !URL.canParse(values.endpoint))
      throw new Error(`--endpoint "${values.endpoint}" is no address such as http://127.0.0.1:5000`);
    return values;
  } catch (reason) {
    error.write(`${(reason as Error).message}\n\n${usage}`);
    return undefined;
  }
}

/** AWS Organizations answers from us-east-1 for every region of its partition. */
function awsClients(endpoint?: string): OrganizationClients {
  const options = { region: process.env["AWS_REGION"] ?? "us-east-1", ...(endpoint !== undefined && { endpoint }) };
  return { organizations: new OrganizationsClient(options), sts: new STSClient(options) };
}

/** Writes a file so that it is never half written, whatever interrupts it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
