import { down } from "./down";
import { invoke } from "./invoke";
import { logs } from "./logs";
import { mail } from "./mail";
import { status } from "./status";
import { token } from "./token";
import { up } from "./up";
import type { Verb } from "./verb";
import { watch } from "./watch";

/** Every verb, in the order of the help. */
export const verbs: readonly Verb[] = [up, down, status, token, mail, logs, invoke, watch];
