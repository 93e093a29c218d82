import { join } from "node:path";
import { templateFile } from "../shared/template-file";
import { eventsModel } from "./events-model";

/** The route that takes events into the stream. */
export const eventsRoute = {
  method: "POST" as const,
  path: "/events",
  /** Scopes that a token needs. */
  scopes: ["events/write"],
  /** The function behind the route, and the name AWS knows it by. */
  entry: "functions/events/ingest.ts",
  functionName: "ingestEvents",
  /** The model of the body, for a full validator. */
  requestModel: eventsModel,
  /** 500 events of 2 KB; one of the largest kind fits too. */
  maxBodyBytes: 1024 * 1024,
  /** Makes the function's event. */
  requestTemplate: templateFile(join(__dirname, "templates"), "request.vtl"),
  /** Makes the answer of what the function gave: that of every function behind a mapped integration. */
  responseTemplate: templateFile(join(__dirname, "../students/templates"), "response.vtl"),
};
