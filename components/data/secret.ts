import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { policyDocument } from "../access/policy-document";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { guardOptions } from "../guard-options";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions } from "../removal";
import type { SecretArgs, SecretRotationArgs } from "./secret-args";

export type { SecretArgs, SecretRotationArgs } from "./secret-args";

const TYPE = "platform:data:Secret";
const API = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_";

/**
 * A secret in Secrets Manager, encrypted with the system's key, closed to other accounts whatever their own policies say,
 * and changed regularly. Functions read it with `functions/shared/parameters`; they get its ARN, never its value.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html
 *
 * @example
 * const secret = new Secret("web-service", {
 *   key, secretName: "dev/web-service", description: "Key of the web service.", rotation: { function: rotate },
 * });
 * secret.grantRead(connector);
 */
export class Secret extends PlatformComponent {
  readonly secret: aws.secretsmanager.Secret;
  readonly arn: pulumi.Output<string>;
  readonly secretName: pulumi.Output<string>;
  /** CloudWatch has no metric of a single secret; a failed rotation is an error of its function, which is alarmed. */
  readonly monitoring: Monitoring;
  private readonly key: Key;

  /** @throws InputError for an argument outside the limits of Secrets Manager, or rotation left out without a reason */
  constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Secret", name, opts);
    checkArgs(name, args);
    this.key = args.key;

    this.secret = this.createSecret(args);
    this.arn = this.secret.arn;
    this.secretName = this.secret.name;
    this.createPolicy(args);
    const value = args.value === undefined ? undefined : this.createValue(args.value);
    if (args.rotation) this.createRotation(args.rotation, value);
    this.monitoring = { title: `Secret ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn, secretName: this.secretName });
  }

  /** Lets a grantee read the value in force. */
  grantRead(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`read-${this.componentName}`, [
      { sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: [this.arn] },
      ...this.key.statements("decrypt", "secretsmanager"),
    ]);
  }

  private createSecret(args: SecretArgs): aws.secretsmanager.Secret {
    return new aws.secretsmanager.Secret(
      `${this.componentName}-secret`,
      withOverrides<aws.secretsmanager.SecretArgs>(
        {
          description: args.description,
          recoveryWindowInDays: args.recoveryWindowDays ?? (args.removal === "destroy" ? 7 : 30),
          tags: args.tags,
        },
        args.overrides?.secret,
        { name: args.secretName, kmsKeyId: args.key.arn },
      ),
      this.childOptions(removalOptions(args.removal)),
    );
  }

  /** Denies everybody of another account; AWS services that act for this account are not principals of one. */
  private createPolicy(args: SecretArgs): void {
    const { id } = accountOf(this);
    new aws.secretsmanager.SecretPolicy(
      `${this.componentName}-policy`,
      {
        secretArn: this.arn,
        blockPublicPolicy: true,
        policy: policyDocument([
          {
            Sid: "DenyOtherAccounts",
            Effect: "Deny",
            Principal: "*",
            Action: "secretsmanager:*",
            Resource: "*",
            Condition: {
              StringNotEquals: { "aws:PrincipalAccount": id },
              BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
            },
          },
        ]),
      },
      this.childOptions(guardOptions(args.removal)),
    );
  }

  private createValue(value: pulumi.Input<string>): aws.secretsmanager.SecretVersion {
    return new aws.secretsmanager.SecretVersion(
      `${this.componentName}-value`,
      { secretId: this.secret.id, secretString: pulumi.secret(value) },
      // A deployment must not put a value back that was rotated away.
      this.childOptions({ ignoreChanges: ["secretString"] }),
    );
  }

  private createRotation(rotation: SecretRotationArgs, value: aws.secretsmanager.SecretVersion | undefined): void {
    const { function: fn, automaticallyAfterDays = 30 } = rotation;
    const granted = fn.grant(`rotate-${this.componentName}`, [
      {
        sid: "RotateSecret",
        actions: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        resources: [this.arn],
      },
      ...this.key.statements("encryptDecrypt", "secretsmanager"),
    ]);
    const allowed = fn.allowInvoke(`rotate-${this.componentName}`, {
      service: "secretsmanager.amazonaws.com",
      sourceArn: this.arn,
    });
    new aws.secretsmanager.SecretRotation(
      `${this.componentName}-rotation`,
      {
        secretId: this.secret.id,
        rotationLambdaArn: fn.aliasArn,
        rotationRules: { automaticallyAfterDays },
      },
      // Secrets Manager invokes the function at once.
      this.childOptions({ dependsOn: [granted, allowed, ...(value ? [value] : [])] }),
    );
  }
}

function checkArgs(name: string, args: SecretArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches(
    "secretName",
    args.secretName,
    // A name that ends like the suffix Secrets Manager adds confuses reading by a part of the ARN.
    /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$/,
    "1 to 512 letters, digits and /_+=.@-, not ending with a hyphen and six characters",
    `${API}CreateSecret.html`,
  );
  check.matches(
    "description",
    args.description ?? "",
    /^[^]{1,2048}$/,
    "1 to 2,048 characters",
    `${API}CreateSecret.html`,
  );
  check.integer("recoveryWindowDays", args.recoveryWindowDays, 7, 30, `${API}DeleteSecret.html`);
  check.integer(
    "rotation.automaticallyAfterDays",
    args.rotation?.automaticallyAfterDays,
    1,
    90,
    `${API}RotationRulesType.html`,
  );
  if (!args.rotation && !args.withoutRotation?.trim())
    check.fail("rotation", undefined, "give the function that rotates it, or say why none does in withoutRotation");
}
