import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { serviceTrust } from "../access/policy-document";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import { grantDocument, roleName } from "../compute/function-role";
import { checkGrant } from "../compute/grant-check";
import { InputError } from "../input-error";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import type { CallingMachine } from "./call";
import { runStatements } from "./calls/start-machine";
import { definitionOf, scopesOf } from "./definition";
import type { Scope, State } from "./state";
import { checkStateMachineArgs, STATE_MACHINE_TYPE, timeoutOf, type StateMachineArgs } from "./state-machine-args";
import { stateMachineMonitoring } from "./state-machine-monitoring";
import { distributedMapStatements, keyStatements, logDeliveryStatement, traceStatement } from "./state-machine-role";

export type { StateMachineArgs } from "./state-machine-args";

/**
 * A Step Functions state machine: checked before anything is made, encrypted with the system's key, logged, traced, and with
 * a role of its own that is made from what its states use. Each task is retried with growing pauses where an error passes by
 * itself, and every other error is caught and ends the execution by its own name.
 *
 * The query language is JSONata; why is in docs/decisions/0022-state-machines.md.
 *
 * @example
 * const machine = new StateMachine("orders", {
 *   key,
 *   description: "Takes an order.",
 *   startAt: "Check",
 *   states: {
 *     Check: task({ call: invokeFunction(check), next: "Send" }),
 *     Send: task({ call: sendMessage(queue, { body: "{% $states.input %}" }), end: true }),
 *   },
 * });
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/welcome.html
 */
export class StateMachine extends PlatformComponent implements Grantee, CallingMachine {
  readonly granteeName: string;
  readonly machine: aws.sfn.StateMachine;
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly arn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly ownArn: pulumi.Output<string>;
  readonly account: Account;
  readonly type: "STANDARD" | "EXPRESS";
  readonly timeoutSeconds: number;
  readonly monitoring: Monitoring;
  private readonly args: StateMachineArgs;
  private readonly grants = new Set<string>();

  /** @throws InputError for a definition that could not run, or an argument outside Step Functions' limits */
  constructor(name: string, args: StateMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    checkStateMachineArgs(name, args);
    super("workflow", "StateMachine", name, opts);
    this.args = args;
    this.granteeName = name;
    this.account = accountOf(this);
    this.type = args.type ?? "STANDARD";
    this.timeoutSeconds = timeoutOf(args);
    const machineName = args.machineName ?? name;
    const { partition, region, id } = this.account;
    this.ownArn = pulumi.interpolate`arn:${partition}:states:${region}:${id}:stateMachine:${machineName}`;

    this.logGroup = this.createLogGroup(machineName);
    this.role = this.createRole(machineName);
    this.roleArn = this.role.arn;
    const permissions = this.grantAll();
    this.machine = this.createMachine(machineName, permissions);
    this.arn = this.machine.arn;
    this.monitoring = stateMachineMonitoring({
      component: name,
      machineName,
      arn: this.arn,
      timeoutSeconds: this.timeoutSeconds,
    });
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Adds an inline policy with these statements to the machine's role.
   *
   * @throws InputError naming every wildcard action, unexplained `*` resource and other fault, or a name given twice
   */
  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(STATE_MACHINE_TYPE, this.componentName, name, statements);
    if (this.grants.has(name)) {
      const fix = "this machine already has a grant of that name, use the first one or another name";
      throw new InputError(STATE_MACHINE_TYPE, this.componentName, "grant", name, fix);
    }
    this.grants.add(name);
    return new aws.iam.RolePolicy(
      `${this.componentName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.childOptions(),
    );
  }

  /** Lets a grantee start executions and go on. */
  grantStart(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`start-${this.componentName}`, [
      { sid: "StartExecution", actions: ["states:StartExecution"], resources: [this.arn] },
    ]);
  }

  /**
   * Lets a grantee start executions of an Express machine and wait for the result.
   *
   * @throws InputError where the machine is a Standard one, which does not answer so
   */
  grantStartSync(grantee: Grantee): aws.iam.RolePolicy {
    if (this.type !== "EXPRESS")
      throw new InputError(STATE_MACHINE_TYPE, this.componentName, "type", this.type, "only Express machines answer");
    return grantee.grant(`start-sync-${this.componentName}`, [
      { sid: "StartSyncExecution", actions: ["states:StartSyncExecution"], resources: [this.arn] },
      // The answer tells of the definition too, unless the caller asks for metadata only.
      // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
      this.decryptStatement("ReadItsDefinition"),
    ]);
  }

  /**
   * Lets another machine run this one and wait for it.
   *
   * @throws InputError where this is an Express machine, which cannot be waited for
   */
  grantRun(machine: CallingMachine): aws.iam.RolePolicy {
    if (this.type !== "STANDARD")
      throw new InputError(
        STATE_MACHINE_TYPE,
        this.componentName,
        "type",
        this.type,
        "only Standard machines can be waited for",
      );
    return machine.grant(`run-${this.componentName}`, [
      ...runStatements(this.arn, this.account),
      // What the other execution answers is encrypted, and read in the caller's name.
      this.decryptStatement("ReadItsOutput"),
    ]);
  }

  /** The key's half of a grant: what belongs to this machine alone. */
  private decryptStatement(sid: string): GrantStatement {
    return {
      sid,
      actions: ["kms:Decrypt"],
      resources: [this.args.key.arn],
      conditions: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": this.arn } },
    };
  }

  private createLogGroup(machineName: string): aws.cloudwatch.LogGroup {
    const { args } = this;
    return new aws.cloudwatch.LogGroup(
      `${this.componentName}-logs`,
      withOverrides<aws.cloudwatch.LogGroupArgs>(
        { retentionInDays: args.logRetentionDays ?? 30 },
        args.overrides?.logGroup,
        // With this start the account's resource policy for log delivery does not grow with each group, and reach its
        // limit. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        { name: `/aws/vendedlogs/states/${machineName}`, kmsKeyId: args.key.arn },
      ),
      this.childOptions(),
    );
  }

  private createRole(machineName: string): aws.iam.Role {
    const { args } = this;
    return new aws.iam.Role(
      `${this.componentName}-role`,
      withOverrides<aws.iam.RoleArgs>(
        {
          name: this.account.region.apply((region) => roleName(`${machineName}-machine`, region)),
          description: `Role of the state machine ${machineName} alone.`,
          permissionsBoundary: args.permissionsBoundary,
        },
        args.overrides?.role,
        { assumeRolePolicy: serviceTrust("states.amazonaws.com", this.account.id) },
      ),
      this.childOptions(),
    );
  }

  /** The role's policies: what every machine needs, and what the calls of its states do, each once. */
  private grantAll(): aws.iam.RolePolicy[] {
    const policies = [this.grant("use-key", keyStatements(this.args.key, this.ownArn, this.account))];
    if (this.args.logLevel !== "OFF") policies.push(this.grant("deliver-logs", [logDeliveryStatement()]));
    if (this.args.tracing !== false) policies.push(this.grant("send-traces", [traceStatement()]));
    const given = new Set<string>();
    const states = allStates(this.args);
    for (const state of states) {
      if (state.type !== "Task") continue;
      for (const permission of state.call.permissions) {
        if (given.has(permission.id)) continue;
        given.add(permission.id);
        policies.push(permission.give(this));
      }
    }
    if (states.some((state) => state.type === "Map" && state.mode === "DISTRIBUTED"))
      policies.push(this.grant("run-map-items", distributedMapStatements(this.ownArn)));
    return policies;
  }

  private createMachine(machineName: string, permissions: aws.iam.RolePolicy[]): aws.sfn.StateMachine {
    const { args } = this;
    const level = args.logLevel ?? "ALL";
    return new aws.sfn.StateMachine(
      `${this.componentName}-machine`,
      withOverrides<aws.sfn.StateMachineArgs>(
        {
          type: this.type,
          tracingConfiguration: { enabled: args.tracing ?? true },
          loggingConfiguration: {
            level,
            ...(level === "OFF"
              ? {}
              : {
                  includeExecutionData: args.logExecutionData ?? false,
                  logDestination: pulumi.interpolate`${this.logGroup.arn}:*`,
                }),
          },
          encryptionConfiguration: { kmsDataKeyReusePeriodSeconds: args.dataKeyReuseSeconds ?? 300 },
          tags: args.tags,
        },
        args.overrides?.machine,
        {
          // Conditions on the key name the machine before it exists, so its name cannot be generated.
          name: machineName,
          roleArn: this.roleArn,
          definition: definitionOf({
            comment: args.description,
            startAt: args.startAt,
            states: args.states,
            onError: args.onError,
            timeoutSeconds: this.timeoutSeconds,
            partition: this.account.partition,
          }),
          encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: args.key.arn },
        },
      ),
      this.childOptions({ dependsOn: permissions }),
    );
  }
}

/** The states of a scope, and of the scopes within them. */
function allStates(scope: Scope): State[] {
  return Object.entries(scope.states).flatMap(([name, state]) => [
    state,
    ...scopesOf(name, state).flatMap((inner) => allStates(inner.scope)),
  ]);
}
