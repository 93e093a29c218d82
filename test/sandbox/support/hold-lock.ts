import { withLock } from "../../../sandbox/with-lock";
import { recordedProgress } from "../engine/support/recorded-progress";

/** Holds a lock until its standard input ends; tells on standard output when it has it. Started by the lock's test. */
void withLock(process.argv[2] as string, { report: recordedProgress() }, async () => {
  process.stdout.write("held\n");
  await new Promise((resolve) => process.stdin.on("end", resolve).resume());
});
