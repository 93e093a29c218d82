import * as fs from "node:fs";
import type { AwsRequest } from "./aws-request";

/** One call to AWS, as `npm run sandbox -- record` needs it to tell which operation it was, and for which resource. */
export interface RecordedRequest {
  /** Signing name, for example `lambda`. */
  service: string;
  method: string;
  /** Path and query. */
  target: string;
  host: string;
  /** The operation, where the protocol names it beside the path. */
  action?: string;
  /** The start of a textual body: it names the resource. */
  body: string;
  /** Length of the engine's own log of calls to its provider when the request came: what is in it was before. */
  engineLog: number;
}

const LONGEST_BODY = 20_000;

const GO = /\baws-sdk-go/;

/** Writes every signed request of the provider to a file, one JSON object per line. The file holds inputs of resources: for this user only. */
export class RequestRecorder {
  constructor(
    private readonly file: string,
    private readonly engineLog: string,
  ) {}

  record(request: AwsRequest): void {
    // Functions call services too; what deploys is the provider, which is written in Go.
    if (!request.service || !GO.test(request.headers["user-agent"] ?? "")) return;
    const line: RecordedRequest = {
      service: request.service,
      method: request.method,
      target: request.target,
      host: request.host,
      ...(request.action && { action: request.action }),
      body: request.body.subarray(0, LONGEST_BODY).toString("utf8"),
      engineLog: fs.statSync(this.engineLog, { throwIfNoEntry: false })?.size ?? 0,
    };
    // At once, so that the order is that of the engine's log.
    fs.appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}
