import { join } from "node:path";
import { templateFile } from "../shared/template-file";
import { intakeModel } from "./student-model";

const folder = join(__dirname, "templates");

/** The route that queues students: API Gateway sends to SQS itself, no function between. */
export const intakeRoute = {
  method: "POST" as const,
  path: "/students",
  /** Scopes that a token needs. */
  scopes: ["students/write"],
  /** The function that takes the messages from the queue. */
  entry: "functions/intake/store.ts",
  /** The model of the body, for a full validator. */
  requestModel: intakeModel,
  /** Ten students of the longest kind, each character escaped; more than the web ACL lets through by default. */
  maxBodyBytes: 64 * 1024,
  /** Makes the SQS call, `application/x-www-form-urlencoded`. */
  requestTemplate: templateFile(folder, "request.vtl", { joined: true }),
  /** Makes the answer of what SQS said, asked for as JSON (`Accept: application/json`). */
  responseTemplate: templateFile(folder, "response.vtl"),
};
