import { spawn } from "node:child_process";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unknown, type RecordedResource } from "../plan/recorded-resource";

/** What the engine sends for a value that is not known yet. */
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a pack took and found. */
export interface Analyzed {
  /** Of the analysis alone, not of starting the pack. */
  seconds: number;
  /** How many violations it reported. */
  found: number;
}

/**
 * Has a policy pack judge a stack as the engine does: in a process of its own, asked about each resource and then about
 * all of them.
 *
 * @param modules the `node_modules` with the pack's Pulumi SDK
 * @param pack the pack's folder
 */
export async function analyze(
  modules: string,
  pack: string,
  resources: readonly RecordedResource[],
): Promise<Analyzed> {
  const { PATH = "", HOME = "" } = process.env;
  const runner = path.join(modules, "@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: pack,
    env: { PATH, HOME },
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (part: Buffer) => {
        text += part.toString();
        if (/^\d+\n/m.test(text)) resolve(/^(\d+)\n/m.exec(text)![1]!);
      });
      child.once("exit", (code) => reject(new Error(`the pack in ${pack} ended with ${code}`)));
    });
    const limits = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), limits);
    const ask = (name: "analyze" | "analyzeStack", request: unknown): Promise<number> =>
      new Promise((resolve, reject) => {
        (client as any)[name](request, (error: Error | null, response: any) =>
          error ? reject(error) : resolve(response.getDiagnosticsList().length as number),
        );
      });
    const requests = resources.map((resource) => filled(new proto.AnalyzeRequest(), resource));
    const stack = new proto.AnalyzeStackRequest();
    stack.setResourcesList(resources.map(analyzerResource));
    // The first question pays for the start.
    await ask("analyze", requests[0]);
    const start = performance.now();
    let found = 0;
    for (const request of requests) found += await ask("analyze", request);
    found += await ask("analyzeStack", stack);
    const seconds = (performance.now() - start) / 1000;
    client.close();
    return { seconds, found };
  } finally {
    child.kill();
  }
}

function analyzerResource(resource: RecordedResource): any {
  const message = filled(new proto.AnalyzerResource(), resource);
  if (resource.parent) message.setParent(resource.parent);
  message.setDependenciesList(resource.dependsOn);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function filled(message: any, resource: RecordedResource): any {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(resource.urn);
  message.setProperties(Struct.fromJavaScript(sent(resource.inputs) as never));
  message.setOptions(new proto.AnalyzerResourceOptions());
  return message;
}

/** Values as the engine sends them; content of archives is left out, which no pack looks into. */
function sent(value: unknown): unknown {
  if (value === unknown) return sentinel;
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return "";
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, sent(each)]));
}
