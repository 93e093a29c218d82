import type { VerbEntry } from "../../command/verb";

/** Every verb of `npm run platform`, in the order of the help: one file each, and its line here. */
export const verbs: readonly VerbEntry[] = [
  {
    name: "preview",
    summary: "what a deployment would do, with the policy pack",
    load: () => (require("./preview") as typeof import("./preview")).preview,
  },
  {
    name: "up",
    summary: "deploy, or bring up to date",
    load: () => (require("./up") as typeof import("./up")).up,
  },
  {
    name: "refresh",
    summary: "read what is really there into the state",
    load: () => (require("./refresh") as typeof import("./refresh")).refresh,
  },
  {
    name: "destroy",
    summary: "remove what is deployed",
    load: () => (require("./destroy") as typeof import("./destroy")).destroy,
  },
  {
    name: "status",
    summary: "alarms, unconfirmed addresses and last deployments of every account",
    load: () => (require("./status") as typeof import("./status")).status,
  },
  {
    name: "verify",
    summary: "whether what a stack has deployed answers as it should",
    load: () => (require("./verify") as typeof import("./verify")).verify,
  },
  {
    name: "rollback",
    summary: "point a function's alias at an older version",
    load: () => (require("./rollback") as typeof import("./rollback")).rollback,
  },
  {
    name: "unprotect",
    summary: "let what a switched-off system retains leave the state",
    load: () => (require("./unprotect") as typeof import("./unprotect")).unprotect,
  },
  {
    name: "unlock",
    summary: "take a state's lock from a process that is gone",
    load: () => (require("./unlock") as typeof import("./unlock")).unlock,
  },
];
