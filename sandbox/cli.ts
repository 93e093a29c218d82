import { runVerbCommand } from "../tools/command/verb-command";
import { verbs } from "./verbs";

/** The command `npm run sandbox`; see `npm run sandbox -- --help`. */
runVerbCommand(
  {
    command: "npm run sandbox",
    about:
      "Runs the whole platform on this machine: the real Pulumi engine and AWS provider deploy it to local emulators.",
    verbs,
    defaultVerb: "up",
    closing:
      'Everything it starts listens on this machine only. State is in .sandbox/; "down" removes it. See docs/sandbox.md.',
  },
  process.argv.slice(2),
);
