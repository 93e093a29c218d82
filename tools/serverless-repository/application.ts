import { KeyedApi } from "../../components/api/keyed-api";
import { Key } from "../../components/encryption/key";
import { recordProgram } from "../plan/program-recorder";
import type { RecordedResource } from "../plan/recorded-resource";
import { referenceOutputs } from "./outputs";
import { reference } from "./references";

/** The handler of the published application. */
export const ENTRY = "functions/keyed/ping.ts";

/** What the published application makes: a keyed API as another team would write it, with components alone. */
export function application(): void {
  const key = new Key("keyed-api-key", {
    description: "Data of the keyed API",
    alias: "keyed-api",
    services: ["logs"],
  });
  new KeyedApi("keyed", {
    apiName: "keyed-api",
    description: "An API whose clients have keys.",
    key,
    entry: ENTRY,
    path: "/ping",
    clients: ["first"],
  });
}

/** Records a program with references in place of what is only known after deployment. */
export async function recordReferences(program: () => void): Promise<RecordedResource[]> {
  const { resources } = await recordProgram(program, {
    outputs: referenceOutputs,
    call: (token) => {
      if (token.includes("getCallerIdentity")) return { accountId: reference("AWS::AccountId") };
      if (token.includes("getRegion")) return { region: reference("AWS::Region") };
      if (token.includes("getPartition"))
        return { partition: reference("AWS::Partition"), dnsSuffix: reference("AWS::URLSuffix") };
      return undefined;
    },
  });
  return resources;
}
