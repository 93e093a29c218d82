import { runVerbCommand } from "../command/verb-command";

/** The command `npm run repository`; see `npm run repository -- --help`. */
runVerbCommand(
  {
    command: "npm run repository",
    about:
      "Publishes the keyed API to the AWS Serverless Application Repository, private to the account unless shared.",
    verbs: [
      {
        name: "template",
        summary: "the SAM template, made of the components' plan",
        load: () => (require("./verbs/template") as typeof import("./verbs/template")).template,
      },
      {
        name: "publish",
        summary: "publish the application or a new version of it",
        load: () => (require("./verbs/publish") as typeof import("./verbs/publish")).publish,
      },
      {
        name: "share",
        summary: "let other accounts, or everybody, deploy it",
        load: () => (require("./verbs/share") as typeof import("./verbs/share")).share,
      },
    ],
    closing: "Exit codes: 0 done; 1 failed; 2 wrong call. See docs/systems/keyed.md.",
  },
  process.argv.slice(2),
);
