import { loginOf } from "../accounts/login-of";
import { createToken } from "../login/create-token";
import { runningSandbox } from "./running";
import type { Verb } from "./verb";

export const token: Verb = {
  name: "token",
  about: `Prints an access token of the platform's user pool as its last line, with every scope the pages may ask for. It is
got as a page gets it, through the hosted login; the user is created when absent.`,
  options: { account: { type: "string" }, user: { type: "string" }, scope: { type: "string", multiple: true } },
  optionHelp: {
    "--account NAME": "where several are up, whose user pool; security has the one that every account accepts",
    "--user NAME": "whose token; default sandbox",
    "--scope SCOPE": "only this scope, for example students/read; may be given several times",
  },
  async run({ values, json }) {
    const { emulator, outputs } = runningSandbox();
    const made = await createToken({
      endpoint: emulator.endpoint,
      ...loginOf(outputs, values["account"] as string | undefined),
      user: values["user"] as string | undefined,
      scopes: values["scope"] as string[] | undefined,
    });
    console.log(json ? JSON.stringify({ token: made }) : made);
    return 0;
  },
};
