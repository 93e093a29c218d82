import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountOf } from "../account";
import { PlatformComponent } from "../component";
import { documentLength, LONGEST_DOCUMENT, type DeployStatement } from "../delivery/policy-documents";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { boundaryDenials } from "./boundary-denials";
import { boundaryDocument, WORKLOAD_BOUNDARY } from "./boundary-document";

export interface WorkloadBoundaryArgs {
  /** Most that a role of a system can do: `${partition}`, `${account}` and `${region}` stand for the account's own. */
  statements: DeployStatement[];
  /** Region for `${region}`. */
  region: string;
}

const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

/**
 * The most that any role of a system can ever do, whatever is attached to it: the actions that systems use, in their account.
 * Never IAM, the organisation or what watches the account.
 *
 * @example
 * new WorkloadBoundary("boundary", { statements, region: "eu-west-1" });
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export class WorkloadBoundary extends PlatformComponent {
  readonly policy: aws.iam.Policy;
  readonly monitoring: Monitoring;

  /** @throws InputError for more than one managed policy holds */
  constructor(name: string, args: WorkloadBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("baseline", "WorkloadBoundary", name, opts);
    const length = documentLength([...args.statements, ...boundaryDenials()]);
    if (length > LONGEST_DOCUMENT)
      inputChecks("platform:baseline:WorkloadBoundary", name).fail(
        "statements",
        `${length} characters`,
        `a boundary is one managed policy: use at most ${LONGEST_DOCUMENT} (${QUOTAS})`,
      );
    const { id, partition } = accountOf(this);
    this.policy = new aws.iam.Policy(
      `${name}-policy`,
      {
        name: WORKLOAD_BOUNDARY,
        description: "Most that any role of a system can do.",
        policy: pulumi
          .all([partition, id])
          .apply(([aws_, account]) =>
            boundaryDocument(args.statements, { partition: aws_, account, region: args.region }),
          ),
      },
      this.childOptions(),
    );
    this.monitoring = { title: "Boundary of roles", component: name, alarms: [], widgets: [] };
    this.registerOutputs({ arn: this.policy.arn });
  }
}
