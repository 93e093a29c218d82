import * as crypto from "node:crypto";
import type { MissingCapability } from "../capabilities";

/** What a resource that is left out answers: its inputs, and an id and an ARN as AWS could have given it. */
export function leftOutOutputs(
  missing: MissingCapability,
  name: string,
  inputs: Record<string, any>,
  { accountId, region }: { accountId: string; region: string },
): { id: string; outputs: Record<string, unknown> } {
  const hash = crypto.createHash("sha256").update(`${missing.type} ${name}`).digest("hex").slice(0, 8);
  const id = `${name}-${hash}`;
  const [, service = "", kind = ""] = /^aws:([^/]+)\/([^:]+):/.exec(missing.type) ?? [];
  return {
    id,
    outputs: {
      name,
      arn: `arn:aws:${service}:${region}:${accountId}:${kind.toLowerCase()}/${id}`,
      ...inputs,
      ...missing.outputs?.(inputs, id),
    },
  };
}
