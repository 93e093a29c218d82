import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { Bucket } from "../data/bucket";
import { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import type { Removal } from "../removal";
import { stateStatements } from "./state-statements";

/** A stack whose state is kept. */
export interface StateStack {
  /** The stack's name, for example `prod`. */
  name: string;
  /** Stacks whose outputs it reads by stack reference. Default none. */
  reads?: readonly string[];
  /** Accounts beside the store's own whose principals may assume the stack's role, by 12-digit id. Default none. */
  accounts?: readonly string[];
}

export interface StateStoreArgs {
  /** 3 to 63 lower-case letters, digits, `-` and `.`, unique in the world. */
  bucketName: string;
  /** Alias of the key, without `alias/`. Default the component's name. */
  keyAlias?: string;
  /** The Pulumi project that the stacks belong to: a part of their keys in the bucket. */
  project: string;
  stacks: readonly StateStack[];
  /** Days for which an overwritten or deleted version of a state is kept, at least 1. Default 365. */
  versionsKeptDays?: number;
  /** Days for which the engine's own copies before each update are kept, at least 1. Default 90. */
  backupsKeptDays?: number;
  /** Default `retain`. */
  removal?: Removal;
}

/**
 * Where Pulumi keeps the state of stacks: a versioned bucket, the key that encrypts it and the stacks' secrets, and for
 * each stack a role that reaches its own state and secrets alone.
 *
 * One bucket, since stacks read each other's outputs and a stack reference knows one backend only; within it each stack
 * has keys of its own, and those are what its role is limited to.
 * https://www.pulumi.com/docs/iac/concepts/state-and-backends/
 *
 * @example
 * new StateStore("state", { bucketName: "acme-state", project: "platform", stacks: [{ name: "prod" }] });
 */
export class StateStore extends PlatformComponent {
  readonly bucket: Bucket;
  readonly key: Key;
  /** ARN of each stack's role, by the stack's name. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a stack that is there twice, or reads one that is not */
  constructor(name: string, args: StateStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("delivery", "StateStore", name, opts);
    checkArgs(name, args);
    this.key = new Key(
      `${name}-key`,
      {
        description: "State of Pulumi stacks, and the secrets in it",
        alias: args.keyAlias ?? name,
        // No service uses it on its own: S3 and the engine come with the caller's permissions.
        services: [],
        removal: args.removal,
      },
      this.childOptions(),
    );
    this.bucket = new Bucket(
      `${name}-bucket`,
      {
        key: this.key,
        bucketName: args.bucketName,
        removal: args.removal,
        lifecycle: {
          noncurrentVersionsExpireAfterDays: args.versionsKeptDays ?? 365,
          rules: [
            {
              id: "engine-backups",
              status: "Enabled",
              filter: { prefix: ".pulumi/backups/" },
              expiration: { days: args.backupsKeptDays ?? 90 },
            },
          ],
        },
      },
      this.childOptions(),
    );
    this.roleArns = Object.fromEntries(args.stacks.map((stack) => [stack.name, this.createRole(stack, args).arn]));
    this.monitoring = { ...this.bucket.monitoring, title: `State store ${name}`, component: name };
    this.registerOutputs({ bucketName: this.bucket.bucketName, keyArn: this.key.arn });
  }

  private createRole(stack: StateStack, { project }: StateStoreArgs): aws.iam.Role {
    const account = accountOf(this);
    const trusted = [account.id, ...(stack.accounts ?? [])].map(
      (id) => pulumi.interpolate`arn:${account.partition}:iam::${id}:root`,
    );
    const role = new aws.iam.Role(
      `${this.componentName}-${stack.name}-role`,
      {
        name: stateRoleName(stack.name),
        description: `State of the stack ${stack.name}: its own objects and secrets, nothing else.`,
        // Who of these accounts may assume it is decided there, by IAM policies that name this role.
        assumeRolePolicy: policyDocument([{ Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" }]),
        maxSessionDuration: 3600,
      },
      this.childOptions(),
    );
    new aws.iam.RolePolicy(
      `${this.componentName}-${stack.name}-policy`,
      {
        name: "state",
        role: role.name,
        policy: policyDocument(
          stateStatements({ stack, project, bucketArn: this.bucket.arn, keyArn: this.key.arn, account }),
        ),
      },
      this.childOptions(),
    );
    return role;
  }
}

/** Name of the role that reaches a stack's state. */
export function stateRoleName(stack: string): string {
  return `platform-state-${stack}`;
}

function checkArgs(name: string, { stacks, versionsKeptDays, backupsKeptDays }: StateStoreArgs): void {
  const check = inputChecks("platform:delivery:StateStore", name);
  const names = stacks.map((stack) => stack.name);
  for (const stack of stacks) {
    if (names.filter((each) => each === stack.name).length > 1)
      check.fail("stacks", stack.name, "name each stack once");
    const unknown = stack.reads?.find((read) => !names.includes(read));
    if (unknown !== undefined) check.fail("stacks.reads", unknown, `use one of the stacks: ${names.join(", ")}`);
  }
  const limits = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html";
  check.integer("versionsKeptDays", versionsKeptDays, 1, 36_500, limits);
  check.integer("backupsKeptDays", backupsKeptDays, 1, 36_500, limits);
}
