import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as auto from "@pulumi/pulumi/automation";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { engineEnvironment } from "../../sandbox/adaptations/engine-environment";
import { providerAdaptation } from "../../sandbox/adaptations/provider";
import type { Progress } from "../../sandbox/engine/progress";
import { EngineProgress } from "../deploy/engine-progress";
import { guardedUp } from "../deploy/guarded-up";
import { accountCredentials } from "../platform/account-credentials";
import { openStack } from "../platform/stack-process/open-stack";
import type { EngineFolders } from "../platform/stack-process/messages";
import { bootstrapProgram, bootstrapStack } from "./bootstrap-program";
import { localState, openBootstrapStack, type BootstrapStackOptions, type StatePlace } from "./bootstrap-stack";
import { moveState, resourcesOf } from "./move-state";
import { encryptedOtherwise, stateEdits, writeEdits, type FileEdit } from "./state-files";
import type { StatePlan } from "./state-plan";

export interface BootstrapOptions {
  /** The repository. */
  root: string;
  plan: StatePlan;
  engine: EngineFolders;
  /** `.platform`. */
  folder: string;
  /** The policy pack's folder. */
  policyPack: string;
  /** Shows what would be done, and does none of it. Default false. */
  dryRun?: boolean;
  /** Where an emulator answers, instead of AWS. */
  endpoint?: string;
  report: Progress;
  signal?: AbortSignal;
}

/** What a bootstrap did, or would do. */
export interface Bootstrapped {
  /** Resources by what happened to them. */
  changes: Record<string, number>;
  /** True where its own state was moved into the bucket. */
  moved: boolean;
  edits: FileEdit[];
  /** Stacks that were made in the backend. */
  made: string[];
}

/**
 * Makes the state's bucket, key and roles, moves its own state into the bucket, and writes both into the project's and
 * the stacks' files. Each step looks at what is there, so that a run that was ended is finished by the next, and one that
 * finds everything changes nothing.
 *
 * @throws PolicyRefusal, or an error with the engine's own diagnosis
 */
export async function bootstrap(options: BootstrapOptions): Promise<Bootstrapped> {
  const { root, plan, engine, policyPack, dryRun, endpoint, report, signal } = options;
  const folder = path.join(options.folder, "bootstrap");
  const logFile = path.join(options.folder, "logs", "bootstrap.log");
  const own: BootstrapStackOptions = {
    folder,
    engine,
    program: bootstrapProgram(plan, () => adapt(plan, endpoint)),
    ...(endpoint !== undefined && { environment: emulatorEnvironment(endpoint, plan.account.id) }),
  };
  const inBucket: StatePlace = {
    kind: "bucket",
    backendUrl: plan.backendUrl,
    secretsProvider: plan.secretsProviderOf(undefined),
  };
  const edits = stateEdits(root, plan);
  const encrypted = encryptedOtherwise(root, edits);
  if (encrypted.length > 0)
    throw new Error(
      `${encrypted.join(", ")}: secrets are encrypted another way already. Change that first, with pulumi stack change-secrets-provider; see docs/state.md.`,
    );

  const remote = await remoteStack();
  const stack = remote ?? (await openBootstrapStack(own, { kind: "local" }));
  if (dryRun) {
    const progress = new EngineProgress(report, logFile, "preview");
    const { onEvent, onOutput } = progress;
    const { changeSummary } = await stack
      .preview({ policyPacks: [policyPack], onEvent, onOutput, suppressProgress: true, signal })
      .catch((error: Error) => Promise.reject(progress.diagnosis(error)));
    return { changes: { ...changeSummary }, moved: !remote, edits, made: [] };
  }
  const { summary } = await guardedUp(stack, { policyPack, report, logFile, signal });
  if (!remote) {
    report.line("Moving the state of the bucket into the bucket.");
    await moveState(stack, await openBootstrapStack(own, inBucket), localState(folder));
  }
  writeEdits(root, edits);
  return { changes: { ...summary.resourceChanges }, moved: !remote, edits, made: await makeStacks() };

  /** The stack as it is in the bucket, or `undefined` where there is no bucket, or no state of its own in it. */
  async function remoteStack(): Promise<auto.Stack | undefined> {
    if (!(await bucketExists(plan, endpoint))) return undefined;
    try {
      const found = await openBootstrapStack(own, inBucket, false);
      return (await resourcesOf(found)).length > 0 ? found : undefined;
    } catch (error) {
      if (error instanceof auto.StackNotFoundError) return undefined;
      throw error;
    }
  }

  /** Makes each stack in the backend, so that its file has its key and can be committed before the first deployment. */
  async function makeStacks(): Promise<string[]> {
    const made: string[] = [];
    for (const { name } of plan.stacks) {
      const file = fs.readFileSync(path.join(root, `Pulumi.${name}.yaml`), "utf8");
      if (/^encryptedkey:/m.test(file)) continue;
      report.status(`Making the stack ${name} in the bucket.`);
      await openStack({ stack: name, root, folder: options.folder, engine }, () => Promise.resolve(), true);
      made.push(name);
    }
    return made;
  }
}

/** The sandbox's environment for engines, with credentials that an emulator takes for the account: the backend needs some. */
function emulatorEnvironment(endpoint: string, accountId: string): Record<string, string> {
  return { ...engineEnvironment(endpoint), AWS_ACCESS_KEY_ID: accountId, AWS_SECRET_ACCESS_KEY: "emulator" };
}

/** Points the providers at an emulator, where one is named. */
function adapt({ account }: StatePlan, endpoint: string | undefined): void {
  if (endpoint === undefined) return;
  const { transform } = providerAdaptation({ endpoint, accountId: account.id });
  pulumi.runtime.registerResourceTransform(transform);
}

async function bucketExists({ account, bucketName }: StatePlan, endpoint: string | undefined): Promise<boolean> {
  const s3 = new S3Client({
    region: account.region,
    credentials: accountCredentials(account, `platform-${bootstrapStack}`),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucketName }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    throw error;
  } finally {
    s3.destroy();
  }
}
