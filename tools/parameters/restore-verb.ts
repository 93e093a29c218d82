import { SSMClient } from "@aws-sdk/client-ssm";
import { UsageError, type Verb } from "../command/verb";
import { parameterName } from "./parameter-name";
import { restoreParameter } from "./restore";

/** `restore NAME [--version N]`: puts an older value in force again. */
export const restoreVerb: Verb = {
  name: "restore",
  about:
    "Puts the value of an older version in force again, as a new version. Functions take it up when what they keep expires,\n" +
    "within five minutes. A value that the program sets (without keepChanges) comes back with the next deployment.",
  positionals: "NAME",
  options: { version: { type: "string" } },
  optionHelp: { "--version N": "the version to restore; default the one before the version in force" },
  async run({ values, positionals, json }) {
    const given = values["version"] as string | undefined;
    if (given !== undefined && !/^[1-9]\d*$/.test(given)) throw new UsageError("--version must be a whole number");
    const name = parameterName(positionals);
    const done = await restoreParameter(new SSMClient({}), name, given === undefined ? undefined : Number(given));
    if (json) console.log(JSON.stringify(done));
    else if (done.version === done.current) console.log(`${name} already has the value of version ${done.restored}.`);
    else console.log(`${name} has the value of version ${done.restored} again, as version ${done.version}.`);
    return 0;
  },
};
