import type { StackValues } from "../../../stacks/config/stack-values";
import { systems } from "../../../stacks/systems";
import { workload } from "../../../stacks/workload";
import { record, type Recorded } from "../../support/record";
import { load, platformYaml } from "../config/fixture";

const ON = { identity: {}, students: {}, announcements: {}, intake: {}, web: {} };

/** The whole platform in account 111122223333, eu-west-1, so that no literal account or region passes. */
export function recordPlatform(values: Partial<StackValues> = {}): Promise<Recorded<unknown>> {
  const { environment } = load({ "platform:systems": JSON.stringify(ON), ...values }, platformYaml);
  return record(() => workload(environment, systems));
}

/** A statement of a policy, as AWS reads it. */
export interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** Everything that the role of a function may do, by the name of each inline policy. */
export function roleDocument({ ofType, one }: Recorded<unknown>, fn: string): Record<string, Statement[]> {
  const role = one("aws:iam/role:Role", `${fn}-role`);
  expectNothingElse(role.inputs);
  return Object.fromEntries(
    ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ inputs }) => inputs["role"] === role.inputs["name"])
      .map(({ inputs }) => [
        inputs["name"] as string,
        (JSON.parse(inputs["policy"] as string) as { Statement: Statement[] }).Statement,
      ]),
  );
}

function expectNothingElse(role: Record<string, unknown>): void {
  for (const field of ["managedPolicyArns", "inlinePolicies"]) {
    if (role[field] !== undefined) throw new Error(`the role has ${field}, which this does not read`);
  }
}
