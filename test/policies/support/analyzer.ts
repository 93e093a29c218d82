import { spawn } from "node:child_process";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { RecordedResource } from "../../../tools/plan/recorded-resource";
import { U } from "./cases";

const root = path.resolve(__dirname, "../../..");
/** What the engine sends for a value that is not known yet. */
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A finding as the engine receives it. */
export interface Diagnostic {
  policy: string;
  urn: string;
  message: string;
  level: number;
}

/** The pack in its own process, asked as the engine asks it. */
export interface Analyzer {
  info(): Promise<{ name: string; policies: { name: string; level: number; isStack: boolean }[] }>;
  analyze(resource: RecordedResource): Promise<Diagnostic[]>;
  analyzeStack(resources: RecordedResource[]): Promise<Diagnostic[]>;
  remediate(resource: RecordedResource): Promise<{ policy: string; properties: Record<string, unknown> }[]>;
  configure(policies: Record<string, { level: number; properties: Record<string, unknown> }>): Promise<void>;
  stop(): void;
}

/** Starts the pack through Pulumi's own `run-policy-pack`, as the engine does, with a clean environment. */
export async function startAnalyzer(environment: Record<string, string> = {}): Promise<Analyzer> {
  const runner = path.join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: path.join(root, "policies"),
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  const port = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString();
      if (/^\d+\n/.test(text)) resolve(text.trim());
    });
    child.once("exit", (code) => reject(new Error(`the pack ended with ${code}: ${errors}`)));
  });
  const options = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  const client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
  const call = <Request, Response>(name: string, request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      (client as any)[name](request, (error: Error | null, response: Response) =>
        error ? reject(error) : resolve(response),
      );
    });
  return {
    async info() {
      const info: any = await call("getAnalyzerInfo", new Empty());
      const policies = info.getPoliciesList().map((each: any) => ({
        name: each.getName(),
        level: each.getEnforcementlevel(),
        isStack: each.getPolicyType() === proto.PolicyType.POLICY_TYPE_STACK,
      }));
      return { name: info.getName(), policies };
    },
    async analyze(resource) {
      return diagnostics(await call("analyze", fill(new proto.AnalyzeRequest(), resource)), resource.urn);
    },
    async analyzeStack(resources) {
      const request = new proto.AnalyzeStackRequest();
      request.setResourcesList(resources.map(analyzerResource));
      return diagnostics(await call("analyzeStack", request), "");
    },
    async remediate(resource) {
      const response: any = await call("remediate", fill(new proto.AnalyzeRequest(), resource));
      return response.getRemediationsList().map((each: any) => ({
        policy: each.getPolicyname(),
        properties: each.getProperties().toJavaScript(),
      }));
    },
    async configure(policies) {
      const request = new proto.ConfigureAnalyzerRequest();
      for (const [name, { level, properties }] of Object.entries(policies)) {
        const config = new proto.PolicyConfig();
        config.setEnforcementlevel(level as any);
        config.setProperties(Struct.fromJavaScript(properties as any));
        request.getPolicyconfigMap().set(name, config);
      }
      await call("configure", request);
    },
    stop() {
      client.close();
      child.kill();
    },
  };
}

function diagnostics(response: any, urn: string): Diagnostic[] {
  return response.getDiagnosticsList().map((each: any) => ({
    policy: each.getPolicyname(),
    urn: each.getUrn() || urn,
    message: each.getMessage(),
    level: each.getEnforcementlevel(),
  }));
}

function fill(message: any, resource: RecordedResource): any {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(resource.urn);
  message.setProperties(Struct.fromJavaScript(sent(resource.inputs) as any));
  const options = new proto.AnalyzerResourceOptions();
  options.setIgnorechangesList(resource.ignoreChanges);
  message.setOptions(options);
  return message;
}

function analyzerResource(resource: RecordedResource): any {
  const message = fill(new proto.AnalyzerResource(), resource);
  if (resource.parent) message.setParent(resource.parent);
  message.setDependenciesList(resource.dependsOn);
  // The engine shows a component's outputs as its properties.
  if (resource.outputs) message.setProperties(Struct.fromJavaScript(sent(resource.outputs) as any));
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function sent(value: unknown): unknown {
  if (value === U) return sentinel;
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, sent(each)]));
}
