import { setTimeout as pause } from "node:timers/promises";
import { shiftSteps } from "./traffic-shift";

/** What a run does in AWS; the emulators' part. */
export interface ReleaseCalls {
  /** Points an alias at a version, and a share of 0 to 1 at another. */
  moveAlias(alias: AliasOf, version: string, other?: { version: string; weight: number }): Promise<void>;
  /** Calls a hook with CodeDeploy's event; ends when the function has. */
  invoke(functionName: string, event: object): Promise<void>;
  /** Which of these alarms are on. */
  alarmsOn(names: string[]): Promise<string[]>;
}

export interface AliasOf {
  functionName: string;
  aliasName: string;
}

/** What CodeDeploy is asked to do: the parts of the AppSpec, and of the deployment group. */
export interface ReleasePlan extends AliasOf {
  deploymentId: string;
  from: string;
  to: string;
  preTraffic?: string;
  postTraffic?: string;
  configuration: string;
  alarms: string[];
}

export interface ReleaseFault {
  code: string;
  message: string;
}

export type ReleaseStatus = "Created" | "InProgress" | "Succeeded" | "Failed" | "Stopped";

/** How long a minute of a configuration lasts in a sandbox, so that a canary of five ends while one watches. */
export const SANDBOX_MINUTE_MILLISECONDS = 2_000;
const BETWEEN_LOOKS = 200;

/**
 * Performs a deployment of CodeDeploy for Lambda, which moto only records: hook, weights, hook; the old version back where
 * a hook or an alarm says so. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
 */
export class ReleaseRun {
  status: ReleaseStatus = "Created";
  fault?: ReleaseFault;
  private isStopped = false;
  private readonly reports = new Map<string, string>();

  constructor(
    readonly plan: ReleasePlan,
    private readonly calls: ReleaseCalls,
    private readonly minute = SANDBOX_MINUTE_MILLISECONDS,
  ) {}

  /** Runs to the end; never throws. */
  async run(): Promise<void> {
    const { plan, calls } = this;
    this.status = "InProgress";
    try {
      await this.checkAlarms();
      await this.hook("BeforeAllowTraffic", plan.preTraffic);
      await this.shift();
      await this.hook("AfterAllowTraffic", plan.postTraffic);
      this.status = "Succeeded";
    } catch (error) {
      this.fault = error instanceof Ended ? error.fault : { code: "INTERNAL_ERROR", message: (error as Error).message };
      await calls.moveAlias(plan, plan.from).catch((failed: Error) => {
        this.fault = { code: "INTERNAL_ERROR", message: `${this.fault!.message}; rolling back: ${failed.message}` };
      });
      this.status = this.fault.code === "HOOK_EXECUTION_FAILURE" ? "Failed" : "Stopped";
    }
  }

  /** What a hook said of itself. */
  report(hookExecutionId: string, status: string): void {
    this.reports.set(hookExecutionId, status);
  }

  /** Ends the run and rolls back. */
  stop(): void {
    this.isStopped = true;
  }

  private async hook(event: string, functionName: string | undefined): Promise<void> {
    if (!functionName) return;
    const id = `${this.plan.deploymentId}-${event}`;
    await this.calls.invoke(functionName, {
      DeploymentId: this.plan.deploymentId,
      LifecycleEventHookExecutionId: id,
    });
    const said = this.reports.get(id) ?? "nothing";
    if (said !== "Succeeded")
      throw new Ended("HOOK_EXECUTION_FAILURE", `the hook ${functionName} of ${event} reported ${said}`);
  }

  private async shift(): Promise<void> {
    const { plan, calls } = this;
    const began = Date.now();
    for (const { afterMinutes, percent } of shiftSteps(plan.configuration)) {
      while (Date.now() < began + afterMinutes * this.minute) {
        await this.checkAlarms();
        await pause(Math.min(BETWEEN_LOOKS, this.minute / 4));
      }
      await this.checkAlarms();
      if (percent === 100) await calls.moveAlias(plan, plan.to);
      else await calls.moveAlias(plan, plan.from, { version: plan.to, weight: percent / 100 });
    }
    await this.checkAlarms();
  }

  private async checkAlarms(): Promise<void> {
    if (this.isStopped) throw new Ended("MANUAL_STOP", "it was stopped");
    const on = await this.calls.alarmsOn(this.plan.alarms);
    if (on.length) throw new Ended("ALARM_ACTIVE", `the alarm ${on.join(", ")} is on`);
  }
}

class Ended extends Error {
  readonly fault: ReleaseFault;

  constructor(code: string, message: string) {
    super(message);
    this.fault = { code, message };
  }
}
