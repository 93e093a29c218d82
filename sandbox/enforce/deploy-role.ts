import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  EntityAlreadyExistsException,
  IAMClient,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { WORKLOAD_BOUNDARY } from "../../components/baseline/boundary-document";
import { deployDocuments } from "../../components/delivery/deploy-documents";
import type { DeployStatement } from "../../components/delivery/policy-documents";
import { GUARDRAIL_PREFIX } from "../../components/audit/activity/guardrail-roles";
import type { Emulator } from "../emulator/emulator";
import { clientOptions } from "../verbs/running";

/** The role that a sandbox with IAM enforced is deployed by. */
export const DEPLOY_ROLE = `${GUARDRAIL_PREFIX}Deployment`;

/** What the engine's environment gets. */
export interface DeployCredentials {
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
  AWS_SESSION_TOKEN: string;
}

/** As long as AWS lets a session last, so that no deployment outlives it. */
const SESSION_SECONDS = 43_200;

/**
 * Makes the role that an account's baseline has, with the published policy and nothing else, and takes it. The account's own
 * credentials, which may do everything, make it; deployments then never see them.
 *
 * @param emulator with IAM enforced
 * @param statements the published policy
 * @param roleName for another role beside it
 */
export async function deployCredentials(
  emulator: Emulator,
  statements: DeployStatement[],
  roleName = DEPLOY_ROLE,
): Promise<DeployCredentials> {
  const { accountId, region } = emulator;
  const options = clientOptions(emulator);
  const iam = new IAMClient(options);
  const sts = new STSClient(options);
  try {
    await orThere(() =>
      iam.send(
        new CreateRoleCommand({
          RoleName: roleName,
          MaxSessionDuration: SESSION_SECONDS,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "sts:AssumeRole" },
            ],
          }),
        }),
      ),
    );
    const documents = deployDocuments({
      statements,
      guardrailPrefix: GUARDRAIL_PREFIX,
      rolesBoundary: WORKLOAD_BOUNDARY,
      region,
    });
    for (const [index, document] of documents.entries()) {
      const name = `${roleName}-${index + 1}`;
      await orThere(() =>
        iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document("aws", accountId) })),
      );
      await iam.send(
        new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: `arn:aws:iam::${accountId}:policy/${name}` }),
      );
    }
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
        RoleSessionName: "sandbox",
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    return {
      AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
      AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
      AWS_SESSION_TOKEN: Credentials!.SessionToken!,
    };
  } finally {
    iam.destroy();
    sts.destroy();
  }
}

async function orThere(make: () => Promise<unknown>): Promise<void> {
  await make().catch((error: unknown) => {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  });
}
