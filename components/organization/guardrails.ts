import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { mostPolicies, packStatements } from "./pack-statements";
import { guardrailNames, guardrailPresets } from "./scp-presets";
import type { GuardrailPreset, PresetSettings } from "./scp-presets/preset";

/** What guardrails are attached to. */
export interface GuardrailTarget {
  /** Id of an organisational unit or a member account, never of the root or the management account. */
  id: pulumi.Input<string>;
  /** Names of presets, for example `["leave-organization"]`. */
  guardrails: readonly string[];
}

export interface GuardrailsArgs extends PresetSettings {
  /** The targets, by the name that their policies get. */
  targets: Record<string, GuardrailTarget>;
  /** The account that no policy holds, and that is therefore refused as a target. */
  managementAccountId: string;
  /** Policies that others attach to each target beside FullAWSAccess. Default 0. */
  attachedByOthers?: number;
  /** Start of the policies' names in AWS. Default the component's name. */
  namePrefix?: string;
  /** Presets to choose from. Default those of `scp-presets/`. */
  presets?: readonly GuardrailPreset[];
}

const limits = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";

/**
 * Service control policies: what nobody in an account may do, whatever its own policies say. The statements of the
 * presets that a target names are packed into as few policies as AWS's limits allow.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 *
 * They deny only: AWS's FullAWSAccess stays attached beside them and allows the rest.
 *
 * @example
 * new Guardrails("guardrails", {
 *   targets: { production: { id: unit.id, guardrails: ["leave-organization", "root-user"] } },
 *   managementAccountId, regions: ["eu-west-1", "us-east-1"], guardrailRoles: ["OrganizationAccountAccessRole"],
 * });
 */
export class Guardrails extends PlatformComponent {
  /** The policies of each target, in the order of their numbers. */
  readonly policies: Record<string, aws.organizations.Policy[]> = {};
  /** Who is refused what is in CloudTrail; there is no metric of it. */
  readonly monitoring: Monitoring;

  /** @throws InputError for a target that AWS does not hold to policies, and for more policies than it takes */
  constructor(name: string, args: GuardrailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("organization", "Guardrails", name, opts);
    const documents = Object.entries(args.targets).map(([target, { guardrails }]) => {
      checkTarget(name, target, args);
      return [target, documentsOf(name, target, guardrails, args)] as const;
    });
    for (const [target, contents] of documents)
      this.policies[target] = contents.map((content, index) => this.attach(target, index + 1, content, args));
    this.monitoring = { title: `Guardrails ${name}`, component: name, alarms: [], widgets: [] };
    this.registerOutputs({});
  }

  private attach(target: string, number: number, content: string, args: GuardrailsArgs): aws.organizations.Policy {
    const suffix = `${target}-${number}`;
    const sids = (JSON.parse(content) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
    const policy = new aws.organizations.Policy(
      `${this.componentName}-${suffix}`,
      {
        name: `${args.namePrefix ?? this.componentName}-${suffix}`,
        description: `Denies: ${sids.join(", ")}`.slice(0, 512),
        type: "SERVICE_CONTROL_POLICY",
        content,
      },
      this.childOptions(),
    );
    new aws.organizations.PolicyAttachment(
      `${this.componentName}-${suffix}-attachment`,
      { policyId: policy.id, targetId: args.targets[target]!.id },
      this.childOptions(),
    );
    return policy;
  }
}

function checkTarget(name: string, target: string, args: GuardrailsArgs): void {
  const check = inputChecks("platform:organization:Guardrails", name);
  const { id, guardrails } = args.targets[target]!;
  const field = `targets.${target}`;
  if (id === args.managementAccountId)
    check.fail(`${field}.id`, id, "no policy holds the management account; attach it to the units of the others");
  check.matches(
    `${field}.id`,
    id,
    /^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|\d{12})$/,
    "the id of an organisational unit or of a member account; the root holds the management account, too",
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
  );
  const known = args.presets?.map((preset) => preset.name) ?? guardrailNames;
  for (const guardrail of guardrails)
    check.oneOf(`${field}.guardrails`, guardrail, known, "components/organization/scp-presets");
}

function documentsOf(name: string, target: string, guardrails: readonly string[], args: GuardrailsArgs): string[] {
  const check = inputChecks("platform:organization:Guardrails", name);
  const field = `targets.${target}.guardrails`;
  const presets = (args.presets ?? guardrailPresets).filter((preset) => guardrails.includes(preset.name));
  const statements = presets.flatMap((preset) => preset.statements(args));
  let documents: string[];
  try {
    documents = packStatements(statements);
  } catch (error) {
    return check.fail(field, guardrails, `${(error as Error).message}; split the statement in its preset (${limits})`);
  }
  const byOthers = args.attachedByOthers ?? 0;
  // FullAWSAccess takes one place on every target.
  const room = mostPolicies - 1 - byOthers;
  if (documents.length > room) {
    const others = byOthers > 0 ? ` and ${byOthers} of others` : "";
    check.fail(
      field,
      guardrails,
      `they fill ${documents.length} policies, and there is room for ${room} beside FullAWSAccess${others}; name fewer here, or move some to a unit around or inside this one (${limits})`,
    );
  }
  return documents;
}
