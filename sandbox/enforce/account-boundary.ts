import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  EntityAlreadyExistsException,
  IAMClient,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { boundaryArn, boundaryDocument, WORKLOAD_BOUNDARY } from "../../components/baseline/boundary-document";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import boundary from "../../policies/workload-boundary.json";
import type { Emulator } from "../emulator/emulator";
import { clientOptions } from "../verbs/running";

/**
 * Makes the boundary that an account's baseline has, and that every role of a system names: the sandbox's one account has no
 * baseline. One that is there from an earlier deployment gets today's content.
 */
export async function makeAccountBoundary(emulator: Emulator): Promise<void> {
  const { accountId, region } = emulator;
  const iam = new IAMClient(clientOptions(emulator));
  const PolicyDocument = boundaryDocument(boundary.statements as DeployStatement[], {
    partition: "aws",
    account: accountId,
    region,
  });
  const PolicyArn = boundaryArn("aws", accountId);
  try {
    await iam.send(new CreatePolicyCommand({ PolicyName: WORKLOAD_BOUNDARY, PolicyDocument }));
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
    // A policy has five versions at most.
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    for (const { VersionId, IsDefaultVersion } of Versions)
      if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  } finally {
    iam.destroy();
  }
}
