import type * as pulumi from "@pulumi/pulumi";
import type { GrantStatement } from "../access/grantee";

/** Fields of a table that functions encrypt themselves, with `functions/shared/envelope`. */
export interface EncryptedFields {
  /** Name of the table. */
  table: pulumi.Input<string>;
  /** Names of the fields, for example `["mobile"]`; at least one. */
  fields: string[];
}

/**
 * What a role needs to encrypt, or to decrypt, these fields and no others: KMS compares the context that the envelope sends
 * with every call. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 *
 * @param use encrypting asks for new data keys, decrypting opens stored ones
 */
export function envelopeStatement(
  keyArn: pulumi.Input<string>,
  use: "encrypt" | "decrypt",
  { table, fields }: EncryptedFields,
): GrantStatement {
  return {
    sid: use === "encrypt" ? "EncryptFields" : "DecryptFields",
    actions: [use === "encrypt" ? "kms:GenerateDataKey" : "kms:Decrypt"],
    resources: [keyArn],
    conditions: {
      StringEquals: { "kms:EncryptionContext:table": table, "kms:EncryptionContext:field": fields },
    },
  };
}
