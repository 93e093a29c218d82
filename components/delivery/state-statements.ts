import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../access/policy-document";
import type { Account } from "../account";
import type { StateStack } from "./state-store";

/** What a stack's role is limited to. */
export interface StateScope {
  stack: StateStack;
  project: string;
  bucketArn: pulumi.Output<string>;
  keyArn: pulumi.Output<string>;
  account: Account;
}

/** Name of the encryption context that ties a secret to its stack; a parameter of the `awskms://` address. */
export const secretContext = "stack";

/**
 * What the engine does with a stack's state in a bucket: it lists, reads the description of the bucket, and reads, writes
 * and deletes the stack's own checkpoint, history, backups and lock. Of the stacks that it refers to it reads the
 * checkpoint, whose secrets it has to decrypt. https://www.pulumi.com/docs/iac/guides/basics/using-a-diy-backend/
 */
export function stateStatements({ stack, project, bucketArn, keyArn, account }: StateScope): PolicyStatement[] {
  const objects = (...keys: string[]) => keys.map((key) => pulumi.interpolate`${bucketArn}/.pulumi/${key}`);
  const reads = stack.reads ?? [];
  const context = `kms:EncryptionContext:${secretContext}`;
  return [
    {
      Sid: "ListState",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": ".pulumi/*" } },
    },
    {
      Sid: "ReadShared",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: objects("meta.yaml", ...reads.map((name) => `stacks/${project}/${name}.json`)),
    },
    {
      Sid: "UseOwnState",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: objects(
        // The checkpoint, and what the engine puts beside it.
        `stacks/${project}/${stack.name}.json`,
        `stacks/${project}/${stack.name}.json.*`,
        `history/${project}/${stack.name}/*`,
        `backups/${project}/${stack.name}/*`,
        `locks/organization/${project}/${stack.name}/*`,
      ),
    },
    {
      Sid: "UseKeyThroughS3",
      Effect: "Allow",
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: keyArn,
      Condition: {
        StringEquals: { "kms:ViaService": pulumi.interpolate`s3.${account.region}.${account.dnsSuffix}` },
      },
    },
    {
      Sid: "EncryptOwnSecrets",
      Effect: "Allow",
      Action: ["kms:Encrypt"],
      Resource: keyArn,
      Condition: { StringEquals: { [context]: stack.name } },
    },
    {
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: keyArn,
      Condition: { StringEquals: { [context]: [stack.name, ...reads] } },
    },
  ];
}
