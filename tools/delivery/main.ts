import { runVerbCommand } from "../command/verb-command";
import { stage } from "./verbs/stage";

/** The command `npm run delivery`; see `npm run delivery -- --help`. */
runVerbCommand(
  {
    command: "npm run delivery",
    about: "Runs the pipeline's stages on this machine, so that a change can be seen to go through without an account.",
    verbs: [{ name: "stage", summary: "runs stages by their buildspecs", load: () => stage }],
    closing: `Exit codes: 0 every stage succeeded; 1 one failed, was rejected or could not be asked; 2 wrong call.
The buildspecs are in delivery/. See docs/systems/delivery.md.`,
  },
  process.argv.slice(2),
);
