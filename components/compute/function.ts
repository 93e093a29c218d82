import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountOf, type Account } from "../account";
import type { Grantee, GrantStatement } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { InputError } from "../input-error";
import type { Queue } from "../messaging/queue";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { bundle } from "./bundle";
import type { FunctionArgs } from "./function-args";
import { checkFunctionArgs, FUNCTION_TYPE } from "./function-check";
import { functionMonitoring, streamMonitoring } from "./function-monitoring";
import { createRole, grantDocument, logStatement, networkStatements, traceStatement } from "./function-role";
import { DEFAULT_TIMEOUT_SECONDS, lambdaArgs } from "./function-settings";
import { checkGrant } from "./grant-check";
import { createQueueSource, type QueueSourceArgs } from "./queue-source";
import { checkStreamSource, createStreamSource, type StreamSource, type StreamSourceArgs } from "./stream-source";

export type { FunctionArgs, FunctionNetwork, FunctionOverrides, LogLevel } from "./function-args";
export type { QueueSourceArgs } from "./queue-source";
export type { StreamSource, StreamSourceArgs } from "./stream-source";

/** Who may invoke a function through its alias. */
export interface InvokePermission {
  /** Service principal, for example `apigateway.amazonaws.com`. */
  service: string;
  /** ARN of what invokes, as narrow as the service allows. */
  sourceArn: pulumi.Input<string>;
  /**
   * Account of what invokes. Default the function's. `false` leaves the condition out, for a service that does not send
   * it; then the source ARN must name the account.
   */
  sourceAccount?: pulumi.Input<string> | false;
}

/**
 * A Lambda function written in TypeScript, with everything that belongs to one: its own role, its own encrypted log
 * group made first, a published version and the alias it is invoked through.
 *
 * **Permissions** come only from grants, of which each is an inline policy with exact actions and ARNs. A role cannot be
 * passed in, so no two functions share one.
 *
 * @example
 * const add = new Function("add-student", {
 *   entry: "functions/students/add.ts",
 *   description: "Stores a student.",
 *   key,
 *   environment: { TABLE_NAME: table.tableName },
 *   reservedConcurrency: 20,
 * });
 * table.grantWrite(add, { actions: ["dynamodb:PutItem"] });
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/welcome.html
 */
export class Function extends PlatformComponent implements Grantee {
  readonly granteeName: string;
  readonly function: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Present with `onFailure`, `maximumRetryAttempts` or `maximumEventAgeSeconds`. */
  readonly eventInvokeConfig?: aws.lambda.FunctionEventInvokeConfig;
  readonly functionName: pulumi.Output<string>;
  /** The same as {@link functionName}, known before the function is made. */
  readonly physicalName: string;
  /** Encrypts its environment and logs: whoever changes its configuration needs this key's half too. */
  readonly key: Key;
  readonly arn: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  readonly aliasName: string;
  /** What an API Gateway integration takes as its URI, for the alias. */
  readonly qualifiedInvokeArn: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  /** True where a release moves the alias, and Pulumi leaves it where it is. */
  readonly progressive: boolean;
  readonly monitoring: Monitoring;

  private readonly account: Account;
  private readonly grants = new Set<string>();
  private readonly sends = new Map<Queue, aws.iam.RolePolicy>();

  /**
   * @throws InputError for arguments out of range, or an entry that cannot be bundled
   */
  constructor(name: string, args: FunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    checkFunctionArgs(name, args);
    const code = bundled(name, args.entry);
    super("compute", "Function", name, opts);
    const functionName = args.functionName ?? name;
    this.physicalName = functionName;
    this.key = args.key;
    this.account = accountOf(this);
    this.granteeName = name;
    this.timeoutSeconds = args.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    this.reservedConcurrency = args.reservedConcurrency;
    this.aliasName = args.aliasName ?? "live";
    this.progressive = args.progressiveDeployment ?? false;

    this.logGroup = this.createLogGroup(name, functionName, args);
    this.role = createRole(name, functionName, args, this.account, this.childOptions());
    this.roleArn = this.role.arn;
    const permissions = this.grantBase(args);
    this.function = this.createFunction(name, functionName, args, code, permissions);
    this.functionName = this.function.name;
    this.arn = this.function.arn;
    this.alias = this.createAlias(name, args);
    this.aliasArn = this.alias.arn;
    this.qualifiedInvokeArn = this.alias.invokeArn;
    this.eventInvokeConfig = this.createEventInvokeConfig(name, args, permissions);
    this.monitoring = functionMonitoring({
      component: name,
      functionName,
      aliasName: this.aliasName,
      timeoutSeconds: this.timeoutSeconds,
      reservedConcurrency: args.reservedConcurrency,
      asynchronous: this.eventInvokeConfig !== undefined,
      maximumEventAgeSeconds: args.maximumEventAgeSeconds ?? 21600,
      hasFailureQueue: args.onFailure !== undefined,
      hasDeadLetterQueue: args.deadLetterQueue !== undefined,
    });
    this.registerOutputs({
      functionName: this.functionName,
      arn: this.arn,
      aliasArn: this.aliasArn,
      aliasName: this.aliasName,
      // What tools need that swap a deployed function's code.
      entry: args.entry,
    });
  }

  /**
   * Adds an inline policy with these statements to the function's role.
   *
   * @throws InputError naming every wildcard action, unexplained `*` resource and other fault, or a name given twice
   */
  grant(name: string, statements: GrantStatement[]): aws.iam.RolePolicy {
    checkGrant(FUNCTION_TYPE, this.componentName, name, statements);
    if (this.grants.has(name)) {
      const fix = "this function already has a grant of that name, use the first one or another name";
      throw new InputError(FUNCTION_TYPE, this.componentName, "grant", name, fix);
    }
    this.grants.add(name);
    return new aws.iam.RolePolicy(
      `${this.componentName}-${name}`,
      { name, role: this.role.name, policy: grantDocument(statements) },
      this.childOptions(),
    );
  }

  /**
   * Lets a service invoke the function through its alias, and only from one source.
   * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   *
   * @param name unique per function, for example `api`
   */
  allowInvoke(name: string, permission: InvokePermission): aws.lambda.Permission {
    return new aws.lambda.Permission(
      `${this.componentName}-${name}`,
      {
        action: "lambda:InvokeFunction",
        function: this.functionName,
        qualifier: this.alias.name,
        principal: permission.service,
        sourceArn: permission.sourceArn,
        ...(permission.sourceAccount === false ? {} : { sourceAccount: permission.sourceAccount ?? this.account.id }),
      },
      this.childOptions(),
    );
  }

  /** Lets a role invoke the function through its alias. */
  grantInvoke(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`invoke-${this.componentName}`, [
      { sid: "InvokeFunction", actions: ["lambda:InvokeFunction"], resources: [this.aliasArn] },
    ]);
  }

  /**
   * Feeds the function from a queue, in batches of which single messages may fail.
   *
   * @throws InputError if the queue hides a message for less than six times the function's timeout, or a value is out of range
   */
  addQueueSource(queue: Queue, args: QueueSourceArgs = {}): aws.lambda.EventSourceMapping {
    return createQueueSource(this, queue, args, this.childOptions());
  }

  /**
   * Feeds the function from the stream of a table or from a Kinesis stream.
   *
   * @throws InputError if a value is out of range
   */
  addStreamSource(source: StreamSource, args: StreamSourceArgs): aws.lambda.EventSourceMapping {
    checkStreamSource(this, args);
    const mapping = createStreamSource(this, source, args, this.sendTo(args.onFailure), this.childOptions());
    const { alarms, widgets } = streamMonitoring(this.monitoring, this.physicalName, args.iteratorAgeAlarmSeconds);
    this.monitoring.alarms.push(...alarms);
    this.monitoring.widgets.push(...widgets);
    return mapping;
  }

  /** The permission to send to a queue, given once however many features use that queue. */
  private sendTo(queue: Queue): aws.iam.RolePolicy {
    const given = this.sends.get(queue) ?? queue.grantSend(this);
    this.sends.set(queue, given);
    return given;
  }

  private createLogGroup(name: string, functionName: string, args: FunctionArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      withOverrides<aws.cloudwatch.LogGroupArgs>(
        { retentionInDays: args.logRetentionDays ?? 30 },
        args.overrides?.logGroup,
        { name: `/aws/lambda/${functionName}`, kmsKeyId: args.key.arn },
      ),
      this.childOptions(),
    );
  }

  /** What the function needs before it is created: Lambda checks the role for queues and network. */
  private grantBase(args: FunctionArgs): aws.iam.RolePolicy[] {
    const policies = [
      this.grant("write-logs", [logStatement(this.logGroup.arn)]),
      this.grant("decrypt-environment", args.key.statements("decrypt")),
    ];
    if (args.tracing !== "PassThrough") policies.push(this.grant("send-traces", [traceStatement()]));
    if (args.network) policies.push(this.grant("use-network", networkStatements(args.network, this.account)));
    if (args.onFailure) policies.push(this.sendTo(args.onFailure));
    if (args.deadLetterQueue) policies.push(this.sendTo(args.deadLetterQueue));
    return policies;
  }

  private createFunction(
    name: string,
    functionName: string,
    args: FunctionArgs,
    code: ReturnType<typeof bundle>,
    permissions: aws.iam.RolePolicy[],
  ): aws.lambda.Function {
    const attached = { functionName, roleArn: this.role.arn, logGroupName: this.logGroup.name, code };
    return new aws.lambda.Function(
      `${name}-function`,
      lambdaArgs(args, attached),
      this.childOptions({ dependsOn: permissions }),
    );
  }

  private createAlias(name: string, args: FunctionArgs): aws.lambda.Alias {
    return new aws.lambda.Alias(
      `${name}-alias`,
      {
        name: this.aliasName,
        description: "What callers invoke; points at the version in use.",
        functionName: this.function.name,
        functionVersion: this.function.version,
      },
      this.childOptions(args.progressiveDeployment ? { ignoreChanges: ["functionVersion", "routingConfig"] } : {}),
    );
  }

  private createEventInvokeConfig(
    name: string,
    args: FunctionArgs,
    permissions: aws.iam.RolePolicy[],
  ): aws.lambda.FunctionEventInvokeConfig | undefined {
    const { onFailure, maximumRetryAttempts, maximumEventAgeSeconds } = args;
    if (!onFailure && maximumRetryAttempts === undefined && maximumEventAgeSeconds === undefined) return undefined;
    return new aws.lambda.FunctionEventInvokeConfig(
      `${name}-event-invoke`,
      {
        functionName: this.function.name,
        qualifier: this.alias.name,
        maximumRetryAttempts: maximumRetryAttempts ?? 2,
        maximumEventAgeInSeconds: maximumEventAgeSeconds ?? 21600,
        ...(onFailure ? { destinationConfig: { onFailure: { destination: onFailure.arn } } } : {}),
      },
      this.childOptions({ dependsOn: permissions }),
    );
  }
}

function bundled(name: string, entry: string): ReturnType<typeof bundle> {
  try {
    return bundle(entry);
  } catch (error) {
    throw new InputError(FUNCTION_TYPE, name, "entry", entry, `make it bundle: ${(error as Error).message}`);
  }
}
