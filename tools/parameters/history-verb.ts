import { SSMClient } from "@aws-sdk/client-ssm";
import type { Verb } from "../command/verb";
import { parameterHistory } from "./history";
import { parameterName } from "./parameter-name";

/** `history NAME`: what values a parameter had, without showing them unless asked. */
export const historyVerb: Verb = {
  name: "history",
  about: "Lists the versions of a parameter, the oldest first. The last one is in force. Values are not shown.",
  positionals: "NAME",
  options: { values: { type: "boolean" } },
  optionHelp: { "--values": "shows the values too; they may be secret" },
  async run({ values, positionals, json }) {
    const history = await parameterHistory(new SSMClient({}), parameterName(positionals));
    const shown = history.map(({ version, at, by, value }) => ({
      version,
      at,
      by,
      ...(values["values"] && { value }),
    }));
    if (json) console.log(JSON.stringify(shown));
    else for (const each of shown) console.log(Object.values(each).join("  "));
    return 0;
  },
};
