import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor, setMocks } from "@pulumi/pulumi/runtime/mocks";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { creationSite, type CreationSite } from "./creation-site";
import { defaultCall, type CallContext } from "./default-calls";
import { defaultOutputs, type Identity } from "./default-outputs";
import { unknown, type RecordedResource } from "./recorded-resource";
import { withoutPromiseTraces } from "./without-promise-traces";

export interface RecordOptions {
  project?: string;
  stack?: string;
  /** True runs as `pulumi preview` does: ids and other outputs of resources not yet made are unknown. Default false. */
  preview?: boolean;
  /**
   * In a preview, assume the ids, names and ARNs that AWS would give, where their form is known, so that policy documents
   * and references can be read; the rest stays unknown. Default false.
   */
  assumeOutputs?: boolean;
  /** Stack configuration with full keys, for example `{ "platform:kind": "workload" }`. */
  config?: Record<string, string>;
  /** The account and region that are assumed where a provider does not say. */
  identity?: Partial<Identity>;
  /** Outputs of one resource, its `id` too, beside the defaults; `undefined` leaves the defaults alone. */
  outputs?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** Answer of a provider function, beside the defaults; `undefined` leaves the default. */
  call?: (token: string, inputs: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** Folders whose code counts as making a resource. Default the platform's `components/` and `stacks/`. */
  makerFolders?: readonly string[];
}

/** Every component's constructor passes through this file, which therefore tells nothing. */
const baseClass = path.resolve(__dirname, "../../components/component.ts");

export interface Recording<T> {
  /** Every resource, in the order of registration. */
  resources: RecordedResource[];
  /** What the program returned. */
  result: T;
}

/**
 * Runs a Pulumi program in this process, without an engine, and records everything the engine would have been told:
 * inputs, options, parents, providers, secrets.
 *
 * It deals with what Pulumi's own mocks leave out: it waits for every registration, also late ones; refuses two
 * resources with one URN, as the engine does; keeps `parent`, `protect`, `dependsOn` and aliases; and fails with the
 * error of a rejected output instead of hanging. Transforms do not run: only the engine runs them.
 * https://www.pulumi.com/docs/iac/guides/testing/unit/
 *
 * @param program makes the resources; it may be async. One program at a time in one process.
 * @throws the program's error, or an error about a duplicate URN
 */
export async function recordProgram<T>(
  program: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  const monitor = new RecordingMonitor(options);
  const project = options.project ?? "platform";
  const stack = options.stack ?? "dev";
  await setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, project, stack, options.preview);
  // A backend of one's own calls its one organisation so, too.
  settings.setMockOptions(monitor, project, stack, options.preview, "organization");
  // The line above switches off what an engine offers; without these, secrets and aliases would not be sent.
  Object.assign((state as unknown as { getStore(): object }).getStore(), {
    supportsSecrets: true,
    supportsAliasSpecs: true,
  });
  pulumi.runtime.setAllConfig(options.config ?? {});

  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", onRejection);
  const restoreSites = noteCreationSites(options.makerFolders ?? makerFolders);
  const restoreTraces = withoutPromiseTraces();
  try {
    const result = await program();
    await idle();
    if (monitor.errors.length) throw asError(monitor.errors[0]);
    if (rejections.length) throw asError(rejections[0]);
    return { resources: monitor.recorded, result };
  } catch (error) {
    await drain();
    throw error;
  } finally {
    restoreSites();
    restoreTraces();
    process.off("unhandledRejection", onRejection);
  }

  /** Registrations continue in later turns of the event loop; done means that none came for several turns. */
  async function idle(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 3;) {
      await (settings as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
      await new Promise((resolve) => setImmediate(resolve));
      quiet = monitor.activity === seen && !monitor.errors.length ? quiet + 1 : 0;
      seen = monitor.activity;
      if (monitor.errors.length || rejections.length) return;
    }
  }

  /** What a failed program has under way must end here, or its requests reach the next program's monitor. */
  async function drain(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 5; seen = monitor.activity) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = monitor.activity === seen ? quiet + 1 : 0;
    }
  }
}

const makerFolders = ["components", "stacks"].map((folder) => path.resolve(__dirname, "../..", folder));

/**
 * Has each request tell the one place that made its resource. Pulumi otherwise renders and maps the whole stack for every
 * resource, which takes longer than making the resource.
 *
 * @returns what puts Pulumi's own way back
 */
function noteCreationSites(folders: readonly string[]): () => void {
  const owner = pulumi.Resource as unknown as { stackTrace: (skip: number) => object[] };
  const original = owner.stackTrace;
  owner.stackTrace = () => {
    const site = creationSite(folders, baseClass);
    return site ? [{ uri: site.file, line: site.line, column: site.column }] : [];
  };
  return () => {
    owner.stackTrace = original;
  };
}

/** Answers a program's requests as an engine would, and keeps them. */
export class RecordingMonitor extends MockMonitor {
  readonly recorded: RecordedResource[] = [];
  readonly errors: Error[] = [];
  /** Grows with each request, so that the caller can tell when the program has come to rest. */
  activity = 0;
  private readonly byUrn = new Map<string, RecordedResource>();

  constructor(private readonly options: RecordOptions) {
    super({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
  }

  override async invoke(req: any, callback: any): Promise<void> {
    this.activity++;
    const token: string = req.getTok();
    if (token === "pulumi:pulumi:getResource") return super.invoke(req, callback);
    await this.answer(callback, async () => {
      const inputs = plain(rpc.deserializeProperties(req.getArgs())).value as Record<string, unknown>;
      const context: CallContext = { identity: this.identityOf(req.getProvider()) };
      const result = this.options.call?.(token, inputs) ?? defaultCall(token, inputs, context);
      const response = new resproto.ResourceInvokeResponse();
      response.setReturn(Struct.fromJavaScript((await rpc.serializeProperties("", result)) as any));
      return response;
    });
  }

  override async readResource(req: any, callback: any): Promise<void> {
    this.activity++;
    await this.answer(callback, async () => {
      const resource = this.record(req, rpc.deserializeProperties(req.getProperties()), true);
      const state = { ...resource.inputs, ...this.outputsOf(resource, req.getId()) };
      const response = new resproto.ReadResourceResponse();
      response.setUrn(resource.urn);
      response.setProperties(await this.struct(resource.urn, req.getId(), state));
      return response;
    });
  }

  override async registerResource(req: any, callback: any): Promise<void> {
    this.activity++;
    await this.answer(callback, async () => {
      const raw = rpc.deserializeProperties(req.getObject());
      const resource = this.record(req, raw, false);
      const preview = this.options.preview === true;
      const made = req.getCustom() && (!preview || this.options.assumeOutputs === true);
      const id = made ? ((this.givenOutputs(resource)["id"] as string | undefined) ?? defaultId(resource)) : "";
      const state = { ...raw, ...(made ? this.outputsOf(resource, id) : this.givenOutputs(resource)) };
      const response = new resproto.RegisterResourceResponse();
      response.setUrn(resource.urn);
      // A provider must have an id, in preview too: it is part of every child's provider reference.
      response.setId(resource.type.startsWith("pulumi:providers:") ? id || "provider-id" : id);
      response.setObject(await this.struct(resource.urn, id, state));
      return response;
    });
  }

  override registerResourceOutputs(req: any, callback: any): void {
    this.activity++;
    const resource = this.byUrn.get(req.getUrn());
    if (resource) {
      const outputs = req.getOutputs();
      resource.outputs = outputs ? (plain(rpc.deserializeProperties(outputs)).value as Record<string, unknown>) : {};
    }
    callback(null, {});
  }

  private record(req: any, raw: Record<string, unknown>, read: boolean): RecordedResource {
    const type: string = req.getType();
    const name: string = req.getName();
    const parent: string | undefined = req.getParent() || undefined;
    const urn = this.urnOf(parent, type, name);
    if (this.byUrn.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    const { value, secrets } = plain(raw);
    const madeAt = siteOf(req);
    const timeouts = req.getCustomtimeouts?.();
    const customTimeouts = timeouts && {
      create: timeouts.getCreate(),
      update: timeouts.getUpdate(),
      delete: timeouts.getDelete(),
    };
    const resource: RecordedResource = {
      type,
      name,
      urn,
      custom: read || req.getCustom(),
      ...(!read && req.getRemote?.() && { remote: true as const }),
      read,
      inputs: value as Record<string, unknown>,
      secretInputs: secrets,
      ...(parent && { parent }),
      ...(req.getProvider() && { provider: req.getProvider() }),
      protect: req.getProtect?.() ?? false,
      retainOnDelete: req.getRetainondelete?.() ?? false,
      deleteBeforeReplace: req.getDeletebeforereplace?.() ?? false,
      ignoreChanges: req.getIgnorechangesList?.() ?? [],
      additionalSecretOutputs: req.getAdditionalsecretoutputsList?.() ?? [],
      dependsOn: req.getDependenciesList?.() ?? [],
      propertyDependencies: propertyDependencies(req),
      aliases: (req.getAliasesList?.() ?? []).map((alias: any) => alias.toObject()),
      ...(customTimeouts && { customTimeouts }),
      ...(madeAt && { madeAt }),
    };
    this.byUrn.set(urn, resource);
    this.recorded.push(resource);
    return resource;
  }

  private urnOf(parent: string | undefined, type: string, name: string): string {
    const parentType = parent?.split("::")[2];
    const isStack = parentType === "pulumi:pulumi:Stack";
    const qualified = parentType && !isStack ? `${parentType}$${type}` : type;
    return `urn:pulumi:${settings.getStack()}::${settings.getProject()}::${qualified}::${name}`;
  }

  private givenOutputs(resource: RecordedResource): Record<string, unknown> {
    return this.options.outputs?.(resource.type, resource.name, resource.inputs) ?? {};
  }

  private outputsOf(resource: RecordedResource, id: string): Record<string, unknown> {
    const identity = this.identityOf(resource.provider);
    const outputs = withoutUnknown(resource, (known) => defaultOutputs(known, id, identity));
    return { ...outputs, ...this.givenOutputs(resource) };
  }

  private identityOf(provider: string | undefined): Identity {
    const inputs = provider ? this.byUrn.get(provider.slice(0, provider.lastIndexOf("::")))?.inputs : undefined;
    const listed = inputs?.["allowedAccountIds"];
    const ids = typeof listed === "string" ? (JSON.parse(listed) as unknown[]) : (listed as unknown[] | undefined);
    const accountId = ids?.find((id) => typeof id === "string");
    return {
      accountId: (accountId as string) ?? this.options.identity?.accountId ?? "111122223333",
      region: (inputs?.["region"] as string) ?? this.options.identity?.region ?? "eu-west-1",
      partition: this.options.identity?.partition ?? "aws",
    };
  }

  private async struct(urn: string, id: string, state: Record<string, unknown>): Promise<Struct> {
    const serialized = await rpc.serializeProperties("", state);
    this.resources.set(urn, { urn, id: id || null, state: serialized });
    return Struct.fromJavaScript(serialized as any);
  }

  private async answer(callback: any, make: () => Promise<object>): Promise<void> {
    try {
      // Pulumi writes each response into a line of its debug log, which nobody has asked for here.
      callback(null, Object.assign(await make(), { toString: () => "response" }));
    } catch (error) {
      this.errors.push(error as Error);
      callback(error, undefined);
    } finally {
      this.activity++;
    }
  }
}

/** Computes outputs from inputs of which some are unknown, and leaves out the outputs that were made of those. */
function withoutUnknown(
  resource: RecordedResource,
  compute: (known: RecordedResource) => Record<string, unknown>,
): Record<string, unknown> {
  const marker = "\u0000unknown\u0000";
  const entries = Object.entries(resource.inputs);
  if (!entries.some(([, value]) => value === unknown)) return compute(resource);
  const inputs = Object.fromEntries(entries.map(([key, value]) => [key, value === unknown ? marker : value]));
  const outputs = Object.entries(compute({ ...resource, inputs }));
  return Object.fromEntries(outputs.filter(([, value]) => !(typeof value === "string" && value.includes(marker))));
}

function siteOf(req: any): CreationSite | undefined {
  const position = req.getSourceposition();
  return position && { file: position.getUri(), line: position.getLine(), column: position.getColumn() };
}

function defaultId(resource: RecordedResource): string {
  return `${resource.name}-id`;
}

function propertyDependencies(req: any): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  req.getPropertydependenciesMap?.()?.forEach((value: any, key: string) => {
    result[key] = value.getUrnsList();
  });
  return result;
}

const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** Unwraps secrets and notes where they were; unknown values become the `unknown` symbol. */
function plain(value: unknown, path = ""): { value: unknown; secrets: string[] } {
  const secrets: string[] = [];
  return { value: visit(value, path), secrets };

  function visit(item: any, at: string): unknown {
    if (item === undefined || item === null || typeof item !== "object") return item;
    if (pulumi.isUnknown(item)) return unknown;
    if (pulumi.Output.isInstance(item) || pulumi.Resource.isInstance(item) || pulumi.asset.Asset.isInstance(item))
      return item;
    if (pulumi.asset.Archive.isInstance(item)) return item;
    if (Array.isArray(item)) return item.map((each, index) => visit(each, `${at}[${index}]`));
    if (item[SIGNATURE_KEY] === SECRET_SIGNATURE) {
      secrets.push(at);
      return visit(item.value, at);
    }
    return Object.fromEntries(Object.entries(item).map(([key, each]) => [key, visit(each, at ? `${at}.${key}` : key)]));
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
