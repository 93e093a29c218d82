import * as fs from "node:fs";
import * as path from "node:path";
import * as auto from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { stackFileName } from "../../../stacks/config/stack-values";
import { restoreStackFile } from "../restore-stack-file";
import type { StackRequest } from "./messages";

/** What `Pulumi.yaml` says that the engine needs, besides how a program is started: this process runs it. */
interface Project {
  name: string;
  backend?: auto.ProjectBackend;
}

/** @see openStack */
export type OpenStackRequest = Pick<StackRequest, "stack" | "root" | "folder" | "engine">;

/**
 * Opens a stack for the Automation API: the program in this process, the backend of `Pulumi.yaml`, and the stack's own
 * `Pulumi.STACK.yaml`, its secrets and their provider included, so that the Pulumi CLI sees the same stack.
 *
 * Each stack has a folder of its own to work in: the engine notes there which stack was selected last, and two writing
 * that at once would spoil it.
 *
 * @param program what makes the resources; may do nothing where the state alone counts
 * @param create makes the stack in the backend where it is not there yet. Default false.
 * @throws StackNotFoundError where it is not there
 */
export async function openStack(
  { stack, root, folder, engine }: OpenStackRequest,
  program: auto.PulumiFn,
  create = false,
): Promise<auto.Stack> {
  const workDir = path.join(folder, "work", stack);
  fs.mkdirSync(workDir, { recursive: true });
  const { name, backend } = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as Project;
  const file = path.join(root, stackFileName(stack));
  const before = fs.readFileSync(file, "utf8");
  const { secretsprovider } = parse(before) as { secretsprovider?: string };
  const open = create ? auto.LocalWorkspace.createOrSelectStack : auto.LocalWorkspace.selectStack;
  // The engine knows more settings than the Automation API's type.
  const projectSettings: auto.ProjectSettings & { stackConfigDir: string } = {
    name,
    runtime: "nodejs",
    backend: withRole(backend, secretsprovider),
    stackConfigDir: path.relative(workDir, root),
  };
  const opened = await open.call(
    auto.LocalWorkspace,
    { stackName: stack, projectName: name, program },
    {
      workDir,
      pulumiHome: engine.pulumiHome,
      pulumiCommand: await auto.PulumiCommand.get({ root: engine.pulumiCommandRoot }),
      projectSettings,
      ...(secretsprovider !== undefined && { secretsProvider: secretsprovider }),
      envVars: {
        PATH: [...engine.path, process.env["PATH"]].join(path.delimiter),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  if (create) restoreStackFile(file, before);
  return opened;
}

/**
 * The backend with the role that reaches this stack's state: the one that its secrets are read with. Other stacks' states
 * are out of reach then, except those that it may refer to.
 */
export function withRole(
  backend: auto.ProjectBackend | undefined,
  secretsProvider: string | undefined,
): auto.ProjectBackend | undefined {
  if (!backend?.url?.startsWith("s3://") || !secretsProvider?.startsWith("awskms://")) return backend;
  const role = new URL(secretsProvider).searchParams.get("role");
  if (role === null) return backend;
  const url = new URL(backend.url);
  url.searchParams.set("role", role);
  return { ...backend, url: url.toString() };
}
