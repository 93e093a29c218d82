import { announcements } from "./announcements";
import { containers } from "./containers";
import { delivery } from "./delivery";
import { etl } from "./etl";
import { events } from "./events";
import { identity } from "./identity";
import { intake } from "./intake";
import { network } from "./network";
import { keyed } from "./keyed";
import { relational } from "./relational";
import { release } from "./release";
import { students } from "./students";
import type { System } from "./system";
import { transfer } from "./transfer";
import { tuning } from "./tuning";
import { users } from "./users";
import { trends } from "./trends";
import { web } from "./web";

/** Every system that a configuration can switch on. The order does not matter: `needs` decides it. */
export const systems: readonly System[] = [
  // One a line, so that two new ones do not meet in one.
  identity,
  students,
  announcements,
  intake,
  release,
  keyed,
  web,
  network,
  containers,
  relational,
  etl,
  users,
  transfer,
  tuning,
  events,
  trends,
  delivery,
];
