import type { VerbEntry } from "./verb";

/** Every verb, in the order of the help. */
export const verbs: readonly VerbEntry[] = [
  {
    name: "up",
    summary: "deploy the platform, or bring it up to date",
    load: () => (require("./up") as typeof import("./up")).up,
  },
  {
    name: "down",
    summary: "stop everything and remove its state",
    load: () => (require("./down") as typeof import("./down")).down,
  },
  {
    name: "status",
    summary: "what runs, what is deployed, and where",
    load: () => (require("./status") as typeof import("./status")).status,
  },
  {
    name: "verify",
    summary: "whether every public address answers as it should, and no alarm fires",
    load: () => (require("./verify") as typeof import("./verify")).verify,
  },
  {
    name: "token",
    summary: "an access token that the APIs accept",
    load: () => (require("./token") as typeof import("./token")).token,
  },
  {
    name: "mail",
    summary: "e-mails that were sent, one JSON line each",
    load: () => (require("./mail") as typeof import("./mail")).mail,
  },
  {
    name: "logs",
    summary: "log records of a function",
    load: () => (require("./logs") as typeof import("./logs")).logs,
  },
  {
    name: "invoke",
    summary: "call a function with an event",
    load: () => (require("./invoke") as typeof import("./invoke")).invoke,
  },
  {
    name: "feed",
    summary: "put records into a system's stream",
    load: () => (require("./feed") as typeof import("./feed")).feed,
  },
  {
    name: "redrive",
    summary: "move dead-letter messages back to their queue",
    load: () => (require("./redrive") as typeof import("./redrive")).redrive,
  },
  {
    name: "rollback",
    summary: "point a function's alias at an older version",
    load: () => (require("./rollback") as typeof import("./rollback")).rollback,
  },
  {
    name: "record",
    summary: "write down what a deployment calls, for its policy",
    load: () => (require("./record") as typeof import("./record")).record,
  },
  {
    name: "watch",
    summary: "swap a function's code as you edit it",
    load: () => (require("./watch") as typeof import("./watch")).watch,
  },
];
