import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee, GrantStatement } from "../access/grantee";
import { policyDocument, type PolicyStatement } from "../access/policy-document";
import { accountOf, type Account } from "../account";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions, type Removal } from "../removal";
import { envelopeStatement, type EncryptedFields } from "./envelope-grants";
import { defaultKeyServices, keyServices, keyServiceStatements, type KeyService } from "./key-services";

/** What a grant lets its holder do with a key. */
export type KeyUse = "encrypt" | "decrypt" | "encryptDecrypt";

export interface KeyArgs {
  /** What the key protects, for people. Up to 8,192 characters. */
  description: pulumi.Input<string>;
  /** Alias without `alias/`. Up to 250 letters, digits, `/`, `_`, `-`; not starting with `aws/`. Default the component's name. */
  alias?: string;
  /**
   * Services that may use the key for the account's own resources. Default logs, cloudwatch, sns, events, s3,
   * cloudfront: what a system's log groups, alarm topics, queues behind topics, buckets and pages need.
   */
  services?: readonly KeyService[];
  /** Accounts beside the key's own for whose resources the services may use it, for example members of an organisation that log here. */
  sourceAccounts?: pulumi.Input<string>[];
  /** ARNs of roles that administer the key beside the account's root. They cannot encrypt or decrypt with it. */
  administrators?: pulumi.Input<string>[];
  /** Days between rotations, 90 to 2,560. Default 365. https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
  rotationPeriodDays?: number;
  /** Days between scheduling the deletion and losing all that was encrypted, 7 to 30. Default 30, or 7 with `removal: "destroy"`. */
  deletionWindowDays?: number;
  /** Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults. Rotation and the policy's lockout check stay on. */
  overrides?: { key?: Partial<aws.kms.KeyArgs> };
}

/** Administration without use. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/**
 * A customer-managed symmetric key, rotated, with an alias. A system has one and passes it to all its components; who
 * may use it is decided by grants, which the components make together with the grant on the resource itself.
 *
 * @example
 * const key = new Key("students", { description: "Data of the students system" });
 * const table = new Table("students", { key, partitionKey: { name: "Roll", type: "S" } });
 */
export class Key extends PlatformComponent {
  readonly key: aws.kms.Key;
  readonly alias: aws.kms.Alias;
  readonly arn: pulumi.Output<string>;
  readonly keyId: pulumi.Output<string>;
  /** The services that the key's policy admits. */
  readonly services: readonly KeyService[];
  /** KMS has no metric that tells of a disabled key; the account's baseline watches those API calls. */
  readonly monitoring: Monitoring;
  private readonly account: Account;

  /** @throws InputError for an argument outside KMS's limits */
  constructor(name: string, args: KeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("encryption", "Key", name, opts);
    checkArgs(name, args);
    this.account = accountOf(this);
    this.services = args.services ?? defaultKeyServices;

    this.key = this.createKey(args);
    this.alias = new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${args.alias ?? name}`, targetKeyId: this.key.keyId },
      this.childOptions(),
    );
    this.arn = this.key.arn;
    this.keyId = this.key.keyId;
    this.monitoring = { title: `Key ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a grantee encrypt by its own calls to KMS (envelope encryption included). */
  grantEncrypt(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`encrypt-${this.componentName}`, this.statements("encrypt"));
  }

  /** Lets a grantee decrypt by its own calls to KMS. */
  grantDecrypt(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`decrypt-${this.componentName}`, this.statements("decrypt"));
  }

  /** Lets a grantee encrypt and decrypt by its own calls to KMS. */
  grantEncryptDecrypt(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`encrypt-decrypt-${this.componentName}`, this.statements("encryptDecrypt"));
  }

  /**
   * Lets a grantee encrypt fields of a table by envelope encryption; not read them back.
   *
   * @throws InputError where no field is named
   */
  grantEncryptFields(grantee: Grantee, fields: EncryptedFields): aws.iam.RolePolicy {
    return this.grantFields(grantee, "encrypt", fields);
  }

  /**
   * Lets a grantee decrypt fields of a table that were encrypted by envelope encryption.
   *
   * @throws InputError where no field is named
   */
  grantDecryptFields(grantee: Grantee, fields: EncryptedFields): aws.iam.RolePolicy {
    return this.grantFields(grantee, "decrypt", fields);
  }

  /**
   * The key's half of a grant on something encrypted with it.
   *
   * @param use what the holder must be able to do
   * @param viaService limits the use to requests that come through this service, for example `dynamodb`; services only
   *   ask for data keys, so `kms:Encrypt` is left out
   */
  statements(use: KeyUse, viaService?: string): GrantStatement[] {
    const encrypt = viaService ? ["kms:GenerateDataKey"] : ["kms:Encrypt", "kms:GenerateDataKey"];
    const actions = { encrypt, decrypt: ["kms:Decrypt"], encryptDecrypt: [...encrypt, "kms:Decrypt"] }[use];
    if (!viaService) return [{ sid: `UseKey`, actions, resources: [this.arn] }];
    const { region, dnsSuffix } = this.account;
    return [
      {
        sid: `UseKeyThrough${viaService[0]!.toUpperCase()}${viaService.slice(1)}`,
        actions,
        resources: [this.arn],
        // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
        conditions: { StringEquals: { "kms:ViaService": pulumi.interpolate`${viaService}.${region}.${dnsSuffix}` } },
      },
    ];
  }

  private grantFields(grantee: Grantee, use: "encrypt" | "decrypt", fields: EncryptedFields): aws.iam.RolePolicy {
    if (!fields.fields.length)
      inputChecks("platform:encryption:Key", this.componentName).fail("fields", [], "name at least one field");
    return grantee.grant(`${use}-fields-${this.componentName}`, [envelopeStatement(this.arn, use, fields)]);
  }

  private createKey(args: KeyArgs): aws.kms.Key {
    const defaults: Partial<aws.kms.KeyArgs> = {
      description: args.description,
      deletionWindowInDays: args.deletionWindowDays ?? (args.removal === "destroy" ? 7 : 30),
      rotationPeriodInDays: args.rotationPeriodDays ?? 365,
      policy: this.policy(args),
      tags: args.tags,
    };
    return new aws.kms.Key(
      `${this.componentName}-key`,
      withOverrides(defaults, args.overrides?.key, { enableKeyRotation: true, bypassPolicyLockoutSafetyCheck: false }),
      this.childOptions(removalOptions(args.removal)),
    );
  }

  private policy(args: KeyArgs): pulumi.Output<string> {
    const { id, partition } = this.account;
    const statements: PolicyStatement[] = [
      {
        // AWS's default statement: it gives nobody access, but makes IAM policies of the account count, and keeps the
        // key manageable. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        Sid: "AllowAccountPolicies",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${id}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ];
    if (args.administrators?.length)
      statements.push({
        Sid: "AllowAdministration",
        Effect: "Allow",
        Principal: { AWS: args.administrators },
        Action: ADMINISTRATION,
        Resource: "*",
      });
    const sourceAccounts = [id, ...(args.sourceAccounts ?? [])];
    for (const service of this.services)
      statements.push(...keyServiceStatements(service, this.account, sourceAccounts));
    return policyDocument(statements);
  }
}

function checkArgs(name: string, args: KeyArgs): void {
  const check = inputChecks("platform:encryption:Key", name);
  const limits = "https://docs.aws.amazon.com/kms/latest/APIReference/API_";
  if (!args.description) check.fail("description", args.description, "say what the key protects");
  check.matches(
    "description",
    args.description,
    /^[\s\S]{1,8192}$/,
    "1 to 8,192 characters",
    `${limits}CreateKey.html`,
  );
  check.matches(
    args.alias === undefined ? "name, which is the default alias," : "alias",
    args.alias ?? name,
    /^(?!aws\/|alias\/)[a-zA-Z0-9/_-]{1,250}$/,
    "up to 250 letters, digits, /, _ and -, without alias/ and not starting with aws/",
    `${limits}CreateAlias.html`,
  );
  check.integer("rotationPeriodDays", args.rotationPeriodDays, 90, 2560, `${limits}EnableKeyRotation.html`);
  check.integer("deletionWindowDays", args.deletionWindowDays, 7, 30, `${limits}ScheduleKeyDeletion.html`);
  for (const service of args.services ?? [])
    check.oneOf("services", service, keyServices, "components/encryption/key-services.ts");
}
