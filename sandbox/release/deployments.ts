import type { AwsRequest } from "../gateway/aws-request";
import type { Forwarded } from "../gateway/forward-request";
import type { ServicesOptions } from "../gateway/services-options";
import { emulatorCalls } from "./emulator-calls";
import { ReleaseRun, type ReleaseCalls, type ReleasePlan } from "./release-run";

type Json = Record<string, any>;
/** Asks moto in the name of a request. */
type Ask = (request: AwsRequest) => Promise<Forwarded>;

/**
 * The part of CodeDeploy that moto lacks: it keeps applications, groups and deployments, but performs no deployment, knows
 * no hook and updates no group. Deployments run here, and what moto answers about them is completed.
 */
export class Deployments {
  private readonly runs = new Map<string, ReleaseRun>();
  private readonly groupOf = new Map<string, string>();
  /** Changes of groups, by application and name. */
  private readonly groups = new Map<string, Json>();
  private readonly calls = new Map<string, ReleaseCalls>();

  constructor(
    private readonly options: ServicesOptions,
    private readonly ask: Ask,
    private readonly makeCalls: typeof emulatorCalls = emulatorCalls,
  ) {}

  /** The answer to a call that moto cannot do; undefined for any other. */
  answer(request: AwsRequest): Forwarded | undefined {
    if (request.service !== "codedeploy") return undefined;
    const input = bodyOf(request.body);
    switch (request.action) {
      case "PutLifecycleEventHookExecutionStatus": {
        const run = this.runs.get(input["deploymentId"] as string);
        if (!run) return refusal("DeploymentDoesNotExistException", `There is no deployment ${input["deploymentId"]}`);
        run.report(input["lifecycleEventHookExecutionId"] as string, input["status"] as string);
        return json(200, { lifecycleEventHookExecutionId: input["lifecycleEventHookExecutionId"] as string });
      }
      case "ListDeployments": {
        const statuses = input["includeOnlyStatuses"] as string[] | undefined;
        const found = [...this.runs.values()].filter(
          ({ status, plan }) =>
            (!statuses || statuses.includes(status)) &&
            (!input["deploymentGroupName"] || this.groupOf.get(plan.deploymentId) === keyOf(input)),
        );
        return json(200, { deployments: found.map(({ plan }) => plan.deploymentId).reverse() });
      }
      case "StopDeployment":
        this.runs.get(input["deploymentId"] as string)?.stop();
        return json(200, { status: "Pending" });
      case "UpdateDeploymentGroup": {
        const { applicationName, currentDeploymentGroupName: name, ...changes } = input;
        const key = `${applicationName}/${name}`;
        this.groups.set(key, { ...this.groups.get(key), ...changes });
        return json(200, { hooksNotCleanedUp: [] });
      }
      default:
        return undefined;
    }
  }

  /** Completes moto's answer, and starts what it has just recorded. */
  async complete(request: AwsRequest, answer: Forwarded): Promise<Forwarded> {
    if (request.service !== "codedeploy" || answer.status !== 200) return answer;
    const input = bodyOf(request.body);
    const output = bodyOf(answer.body);
    if (request.action === "CreateDeployment") await this.start(request, input, output["deploymentId"] as string);
    // moto forgets the alarms.
    if (request.action === "CreateDeploymentGroup" && input["alarmConfiguration"])
      this.groups.set(keyOf(input), { alarmConfiguration: input["alarmConfiguration"] as Json });
    if (request.action === "GetDeployment") Object.assign(output["deploymentInfo"] as Json, this.stateOf(input));
    else if (request.action === "GetDeploymentGroup")
      Object.assign(output["deploymentGroupInfo"] as Json, this.groups.get(keyOf(input)));
    else return answer;
    return json(200, output);
  }

  private async start(request: AwsRequest, input: Json, deploymentId: string): Promise<void> {
    const body = Buffer.from(
      JSON.stringify({
        applicationName: input["applicationName"] as string,
        deploymentGroupName: input["deploymentGroupName"] as string,
      }),
    );
    const target = request.headers["x-amz-target"] as string;
    const headers = {
      ...request.headers,
      "x-amz-target": target.replace(/[^.]+$/, "GetDeploymentGroup"),
      "content-length": String(body.length),
    };
    const group = {
      ...(bodyOf((await this.ask({ ...request, body, headers, action: "GetDeploymentGroup" })).body)[
        "deploymentGroupInfo"
      ] as Json),
      ...this.groups.get(keyOf(input)),
    };
    const run = new ReleaseRun(planOf(deploymentId, input, group), this.callsOf(request));
    this.runs.set(deploymentId, run);
    this.groupOf.set(deploymentId, keyOf(input));
    void run.run();
  }

  private callsOf(request: AwsRequest): ReleaseCalls {
    const accountId = /^\d{12}$/.test(request.accessKey ?? "") ? request.accessKey! : this.options.accountId;
    let calls = this.calls.get(accountId);
    if (!calls) {
      calls = this.makeCalls({ port: this.options.ports.ministack, accountId, region: this.options.region });
      this.calls.set(accountId, calls);
    }
    return calls;
  }

  private stateOf(input: Json): Json {
    const run = this.runs.get(input["deploymentId"] as string);
    if (!run) return {};
    const { status, fault } = run;
    return { status, ...(fault && { errorInformation: fault }) };
  }
}

function planOf(deploymentId: string, input: Json, group: Json): ReleasePlan {
  const { Resources, Hooks = [] } = JSON.parse(input["revision"].appSpecContent.content as string) as Json;
  const [{ Properties }] = Object.values((Resources as Json[])[0]!) as [Json];
  const hooks = Object.assign({}, ...(Hooks as Json[])) as Json;
  const alarms = group["alarmConfiguration"] as Json | undefined;
  return {
    deploymentId,
    functionName: Properties["Name"] as string,
    aliasName: Properties["Alias"] as string,
    from: String(Properties["CurrentVersion"]),
    to: String(Properties["TargetVersion"]),
    preTraffic: hooks["BeforeAllowTraffic"] as string | undefined,
    postTraffic: hooks["AfterAllowTraffic"] as string | undefined,
    configuration: (input["deploymentConfigName"] ?? group["deploymentConfigName"]) as string,
    alarms: alarms?.["enabled"] ? (alarms["alarms"] as Json[]).map(({ name }) => name as string) : [],
  };
}

function keyOf(input: Json): string {
  return `${input["applicationName"]}/${input["deploymentGroupName"]}`;
}

function bodyOf(body: Buffer): Json {
  return JSON.parse(body.toString("utf8") || "{}") as Json;
}

function refusal(type: string, message: string): Forwarded {
  return json(400, { __type: type, message });
}

function json(status: number, value: Json): Forwarded {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: Buffer.from(JSON.stringify(value)),
  };
}
