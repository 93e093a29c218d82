import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Grantee } from "../access/grantee";
import { PlatformComponent } from "../component";
import type { Key } from "../encryption/key";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";
import { removalOptions, type Removal } from "../removal";

export interface ParameterArgs {
  /** Encrypts the value. */
  key: Key;
  /** Path that names it, for example `/dev/users/settings`: up to 15 levels of letters, digits and `._-`. */
  parameterName: string;
  /** What the value decides, for people; up to 1,024 characters. */
  description: string;
  /** The value, up to 4,096 characters, or 8,192 in the advanced tier. Kept secret in state. */
  value: pulumi.Input<string>;
  /**
   * True where operators change the value outside the program: it then gives the first value alone, and a deployment leaves
   * theirs. Default false, each deployment sets the program's value.
   */
  keepChanges?: boolean;
  /** A regular expression that every value must match, also an operator's. Default any. */
  allowedPattern?: string;
  /** `Advanced` is paid and takes 8,192 characters. Default `Standard`. */
  tier?: "Standard" | "Advanced";
  /** What happens to the value and its history when the parameter leaves the program. Default `retain`. */
  removal?: Removal;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Merged over the defaults; the encryption stays. */
  overrides?: { parameter?: Partial<aws.ssm.ParameterArgs> };
}

const TYPE = "platform:data:Parameter";
const API = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html";

/**
 * A value in Parameter Store, encrypted with the system's key. Parameter Store keeps its last 100 versions; `npm run
 * parameters` lists and restores them. Functions read it with `functions/shared/parameters`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 *
 * @example
 * const settings = new Parameter("users-settings", {
 *   key, parameterName: "/dev/users/settings", description: "Limits of the users API.", value: '{"maximumAttributes":50}',
 * });
 * settings.grantRead(fn);
 */
export class Parameter extends PlatformComponent {
  readonly parameter: aws.ssm.Parameter;
  readonly arn: pulumi.Output<string>;
  readonly parameterName: pulumi.Output<string>;
  /** CloudWatch has no metric of a single parameter; functions that cannot read theirs count failures. */
  readonly monitoring: Monitoring;
  private readonly key: Key;
  private readonly tier: "Standard" | "Advanced";

  /** @throws InputError for an argument outside Parameter Store's limits */
  constructor(name: string, args: ParameterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data", "Parameter", name, opts);
    this.tier = args.tier ?? "Standard";
    checkArgs(name, args);
    this.key = args.key;

    this.parameter = this.createParameter(args);
    this.arn = this.parameter.arn;
    this.parameterName = this.parameter.name;
    this.monitoring = { title: `Parameter ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.arn, parameterName: this.parameterName });
  }

  /** Lets a grantee read the value in force. */
  grantRead(grantee: Grantee): aws.iam.RolePolicy {
    return grantee.grant(`read-${this.componentName}`, [
      { sid: "ReadParameter", actions: ["ssm:GetParameter"], resources: [this.arn] },
      ...this.key.statements("decrypt", "ssm"),
    ]);
  }

  /** Lets a grantee read the value's history and put a value, an older one for example, in force. */
  grantRestore(grantee: Grantee): aws.iam.RolePolicy {
    const [decrypt] = this.key.statements("decrypt", "ssm");
    // Standard values are encrypted by the key itself, advanced ones under a data key.
    // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
    const encrypt = this.tier === "Standard" ? "kms:Encrypt" : "kms:GenerateDataKey";
    return grantee.grant(`restore-${this.componentName}`, [
      {
        sid: "RestoreParameter",
        actions: ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:PutParameter"],
        resources: [this.arn],
      },
      { ...decrypt!, actions: [...decrypt!.actions, encrypt] },
    ]);
  }

  private createParameter(args: ParameterArgs): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${this.componentName}-parameter`,
      withOverrides<aws.ssm.ParameterArgs>(
        {
          description: args.description,
          tier: this.tier,
          allowedPattern: args.allowedPattern,
          tags: args.tags,
        },
        args.overrides?.parameter,
        {
          name: args.parameterName,
          type: "SecureString",
          keyId: args.key.arn,
          value: pulumi.secret(args.value),
        },
      ),
      this.childOptions({
        ...removalOptions(args.removal),
        ...(args.keepChanges && { ignoreChanges: ["value"] }),
      }),
    );
  }
}

function checkArgs(name: string, args: ParameterArgs): void {
  const check = inputChecks(TYPE, name);
  check.matches(
    "parameterName",
    args.parameterName,
    /^(?!\/(aws|ssm)(\/|$))(\/[A-Za-z0-9._-]+){1,15}$/i,
    "a path such as /dev/users/settings, of up to 15 levels, not starting with /aws or /ssm",
    API,
  );
  if (args.parameterName.length > 1011)
    check.fail("parameterName", args.parameterName.length, `use at most 1,011 characters (${API})`);
  check.matches("description", args.description ?? "", /^[^]{1,1024}$/, "1 to 1,024 characters", API);
  check.oneOf("tier", args.tier, ["Standard", "Advanced"], API);
  const most = args.tier === "Advanced" ? 8192 : 4096;
  if (typeof args.value !== "string") return;
  // The value may be a secret: its length is all that an error tells.
  if (args.value.length < 1 || args.value.length > most)
    check.fail("value", `${args.value.length} characters`, `use 1 to ${most} (${API})`);
  if (args.allowedPattern && !new RegExp(args.allowedPattern).test(args.value))
    check.fail("value", "not shown", `give one that matches allowedPattern, ${args.allowedPattern}`);
}
