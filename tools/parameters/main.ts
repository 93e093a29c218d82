import { runVerbCommand } from "../command/verb-command";
import type * as historyModule from "./history-verb";
import type * as restoreModule from "./restore-verb";

runVerbCommand(
  {
    command: "npm run parameters",
    about: "Shows and restores the versions of parameters in Parameter Store, in the account of the AWS credentials.",
    verbs: [
      {
        name: "history",
        summary: "list the versions of a parameter",
        load: () => (require("./history-verb") as typeof historyModule).historyVerb,
      },
      {
        name: "restore",
        summary: "put an older version in force again",
        load: () => (require("./restore-verb") as typeof restoreModule).restoreVerb,
      },
    ],
    closing:
      "Account and region are those of the AWS SDK's environment: AWS_PROFILE, AWS_REGION. docs/configuration-and-secrets.md",
  },
  process.argv.slice(2),
);
