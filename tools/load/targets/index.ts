import { events, feed } from "./events";
import { intake } from "./intake";
import { keyed } from "./keyed";
import { studentsRead, studentsWrite } from "./students";
import type { Target } from "./target";
import { transfer } from "./transfer";
import { trends } from "./trends";
import { users } from "./users";

/** Every system that can be loaded, in the order of the help. */
export const targets: readonly Target[] = [
  studentsRead,
  studentsWrite,
  intake,
  users,
  events,
  feed,
  transfer,
  trends,
  keyed,
];
