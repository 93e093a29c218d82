import { runVerbCommand } from "../command/verb-command";
import { verbs } from "./verbs";

/** The command `npm run platform`; see `npm run platform -- --help`. */
runVerbCommand(
  {
    command: "npm run platform",
    about: `Does one thing in every account: each stack of Pulumi.*.yaml but those of this machine, what others need first, several
at a time. The policy pack judges every deployment, and there is no way past it.`,
    verbs,
    closing: `Exit codes: 0 every stack is as asked; 1 one is not; 2 wrong call; 130 cancelled with Ctrl-C.
Run records and the engine's output are in .platform/. See docs/orchestrator.md; for the state, docs/state.md.`,
  },
  process.argv.slice(2),
);
