import { exceptGuardrailRoles, type DenyStatement, type GuardrailPreset } from "./preset";

/** Only services that tell IAM whether what is to be made is encrypted; the rest is the policy pack's and Config's work. */
const asked: [sid: string, actions: string[], key: string, resource: string][] = [
  ["UnencryptedVolumes", ["ec2:CreateVolume", "ec2:RunInstances"], "ec2:Encrypted", "arn:*:ec2:*:*:volume/*"],
  ["UnencryptedClusters", ["rds:CreateDBCluster"], "rds:StorageEncrypted", "*"],
  ["UnencryptedFileSystems", ["elasticfilesystem:CreateFileSystem"], "elasticfilesystem:Encrypted", "*"],
  ["UnencryptedCaches", ["elasticache:CreateReplicationGroup"], "elasticache:AtRestEncryptionEnabled", "*"],
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export const encryption: GuardrailPreset = {
  name: "encryption",
  title: "Nobody makes unencrypted volumes, database clusters, file systems or caches",
  why: "What was made unencrypted stays so: it has to be copied to be encrypted.",
  statements: (settings) => [
    ...asked.map(([Sid, Action, key, Resource]): DenyStatement => {
      return { Sid, Effect: "Deny", Action, Resource, Condition: { Bool: { [key]: "false" } } };
    }),
    {
      Sid: "EncryptionByDefault",
      Effect: "Deny",
      Action: "ec2:DisableEbsEncryptionByDefault",
      Resource: "*",
      Condition: exceptGuardrailRoles(settings),
    },
  ],
};
