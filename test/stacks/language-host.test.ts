import * as grpc from "@grpc/grpc-js";
import { expect } from "chai";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engineProto from "@pulumi/pulumi/proto/engine_pb";
import * as resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resourceProto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { parse } from "yaml";
import { RecordingMonitor } from "../../tools/plan/program-recorder";

const root = path.resolve(__dirname, "../..");

/** What `pulumi up` starts the program with: the official language host does the same with these options. */
function project() {
  const { main, name, runtime } = parse(readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as {
    main: string;
    name: string;
    runtime: { name: string; options: { typescript: boolean; nodeargs: string } };
  };
  return { main, name, runtime };
}

interface Run {
  code: number;
  stderr: string;
  monitor: RecordingMonitor;
  logs: string[];
}

/** Runs the program in the SDK's own runner against a recording engine, with the configuration as text. */
async function run(
  config: Record<string, string>,
  options: { dryRun: boolean; env?: Record<string, string> },
): Promise<Run> {
  const { main, name, runtime } = project();
  const monitor = new RecordingMonitor({ preview: options.dryRun, assumeOutputs: true });
  const logs: string[] = [];
  const server = new grpc.Server();
  server.addService(resourceGrpc.ResourceMonitorService as unknown as grpc.ServiceDefinition, monitorService(monitor));
  server.addService(engineGrpc.EngineService as unknown as grpc.ServiceDefinition, engineService(logs));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const folder = path.join(root, main);
  const address = `127.0.0.1:${port}`;
  const args = [
    ...runtime.options.nodeargs.split(" "),
    path.join(root, "node_modules/@pulumi/pulumi/cmd/run"),
    ...["--monitor", address, "--engine", address, "--project", name, "--stack", "sandbox", "--parallel", "16"],
    ...["--root-directory", root, "--pwd", folder, ...(options.dryRun ? ["--dry-run"] : []), "."],
  ];
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    PULUMI_CONFIG: JSON.stringify(config),
    ...options.env,
  };
  try {
    return await new Promise((resolve) => {
      execFile(
        process.execPath,
        args,
        { cwd: folder, env: { ...env, PULUMI_NODEJS_TYPESCRIPT: String(runtime.options.typescript) } },
        (error, _stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stderr, monitor, logs }),
      );
    });
  } finally {
    server.forceShutdown();
  }
}

type Call = { request: any };
type Callback = (error: Error | null, response?: unknown) => void;

function monitorService(monitor: RecordingMonitor): grpc.UntypedServiceImplementation {
  const features = new Set(["secrets", "resourceReferences", "aliasSpecs"]);
  return {
    supportsFeature: ({ request }: Call, callback: Callback) => {
      const response = new resourceProto.SupportsFeatureResponse();
      response.setHassupport(features.has(request.getId() as string));
      callback(null, response);
    },
    registerResource: ({ request }: Call, callback: Callback) => void monitor.registerResource(request, callback),
    readResource: ({ request }: Call, callback: Callback) => void monitor.readResource(request, callback),
    invoke: ({ request }: Call, callback: Callback) => void monitor.invoke(request, callback),
    registerResourceOutputs: ({ request }: Call, callback: Callback) =>
      monitor.registerResourceOutputs(request, () => callback(null, new Empty())),
    signalAndWaitForShutdown: (_call: Call, callback: Callback) => callback(null, new Empty()),
  } as unknown as grpc.UntypedServiceImplementation;
}

function engineService(logs: string[]): grpc.UntypedServiceImplementation {
  return {
    log: ({ request }: Call, callback: Callback) => {
      if (request.getSeverity() !== engineProto.LogSeverity.DEBUG) logs.push(request.getMessage() as string);
      callback(null, new Empty());
    },
    setRootResource: (_call: Call, callback: Callback) => callback(null, new engineProto.SetRootResourceResponse()),
    getRootResource: (_call: Call, callback: Callback) => callback(null, new engineProto.GetRootResourceResponse()),
  } as unknown as grpc.UntypedServiceImplementation;
}

describe("plain pulumi up", function () {
  this.timeout(120_000);
  const config = {
    "platform:kind": "workload",
    "platform:account": "sandbox",
    "platform:production": "false",
    "platform:domain": "sandbox.example.org",
    "platform:allowedOrigins": '["http://localhost:3000"]',
    "platform:systems": '{"identity":{}}',
  };

  it("runs TypeScript without a build, exports the outputs, and warns where no policy pack is set", async () => {
    const { code, stderr, monitor, logs } = await run(config, { dryRun: true });
    expect(code, stderr + logs.join("\n")).to.equal(0);
    const stack = monitor.recorded.find(({ type }) => type === "pulumi:pulumi:Stack")!;
    expect(stack.outputs).to.deep.include({
      accountId: "123456789012",
      region: "us-east-1",
      account: { sandbox: { id: "123456789012", region: "us-east-1" } },
    });
    expect(stack.outputs).to.have.any.keys("alarmTopic");
    expect(monitor.recorded.some(({ type }) => type === "aws:cognito/userPool:UserPool")).to.equal(true);
    expect(logs.join()).to.contain("No policy pack is set");
  });

  it("does not warn where the pack is set, and refuses a wrong configuration in words, not in a stack trace", async () => {
    const wrong = { ...config, "platform:removal": "never" };
    const { code, stderr, monitor, logs } = await run(wrong, {
      dryRun: true,
      env: { PULUMI_OPTION_POLICY_PACK: "policies" },
    });
    expect(code).to.not.equal(0);
    expect(monitor.recorded.filter(({ custom }) => custom)).to.deep.equal([]);
    expect(logs.join("\n")).to.contain('Pulumi.sandbox.yaml: platform:removal is "never"');
    expect(logs.join("\n")).to.not.contain("No policy pack is set");
    expect(logs.join("\n") + stderr).to.not.contain("at Object.<anonymous>");
  });

  it("previews with placeholders, which it names, and does not deploy with them", async () => {
    // The stack's own value: whoever uses the template fills in the shared ones.
    const dev = { ...config, "platform:account": "dev", "platform:domain": "dev.example.org" };
    const preview = await run(dev, { dryRun: true });
    expect(preview.code, preview.stderr).to.equal(0);
    expect(preview.logs.join("\n"))
      .to.contain('platform:domain is "dev.example.org"')
      .and.to.contain("cannot be deployed yet");
    const update = await run(dev, { dryRun: false });
    expect(update.code).to.not.equal(0);
    expect(update.monitor.recorded.filter(({ custom }) => custom)).to.deep.equal([]);
    expect(update.logs.join("\n")).to.contain('platform:domain is "dev.example.org"');
  });
});
