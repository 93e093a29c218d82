import type { Probe } from "../../components/delivery/release-probe";
import type { ReleasedFunction } from "../config/released-functions";

/** Calls that change nothing and still run most of each function. */
export const releaseProbes: Record<ReleasedFunction, Probe> = {
  // A message that is no student: it must be reported as failed, and nothing be stored.
  "store-students": {
    event: {
      Records: [{ messageId: "probe", body: "no student", attributes: { SentTimestamp: "0" }, eventSource: "aws:sqs" }],
    },
    expected: { batchItemFailures: [{ itemIdentifier: "probe" }] },
  },
  "add-student": {
    event: { requestId: "release-probe", roll: "release-probe", body: {} },
    expected: { status: 400, body: { error: { code: "InvalidStudent" } } },
  },
  // Nobody's roll: read from the table, with the function's own permissions.
  "get-student": {
    event: { requestId: "release-probe", roll: "release-probe" },
    expected: { status: 404, body: { error: { code: "StudentNotFound" } } },
  },
  // A changed student, of which nobody is told.
  announce: {
    event: { Records: [{ eventID: "probe", eventName: "MODIFY", dynamodb: { SequenceNumber: "1" } }] },
    expected: { batchItemFailures: [] },
  },
  // Nobody's id, which is not one that Cognito gives.
  "get-user": {
    event: { requestId: "release-probe", sub: "release-probe" },
    expected: { status: 404, body: { error: { code: "UserNotFound" } } },
  },
  // No attributes: refused once the settings are read.
  "replace-user": {
    event: { requestId: "release-probe", sub: "release-probe", body: "none" },
    expected: { status: 400, body: { error: { code: "InvalidAttributes" } } },
  },
  "merge-user": {
    event: { requestId: "release-probe", sub: "release-probe", body: "none" },
    expected: { status: 400, body: { error: { code: "InvalidAttributes" } } },
  },
  // What is not there is removed, with the function's own permissions.
  "remove-user": { event: { requestId: "release-probe", sub: "release-probe" }, expected: { status: 204 } },
  "ingest-events": {
    event: { requestId: "release-probe", caller: "release-probe", body: {} },
    expected: { status: 400, body: { error: { code: "InvalidEvent" } } },
  },
  // No record: only the rules are read.
  "route-events": { event: { Records: [] }, expected: { batchItemFailures: [] } },
  // The running hour, read from the table.
  "trends-report": { event: { queryStringParameters: { hours: "1" } }, expected: { statusCode: 200 } },
  "count-hashtags": { event: { Records: [] }, expected: { batchItemFailures: [] } },
  keyed: { event: {}, expected: { statusCode: 400 } },
  "load-warehouse": { event: { Records: [] }, expected: { batchItemFailures: [] } },
  // Refused before the database is asked, which may be at rest or have no tables yet.
  "student-records": { event: { action: "none" }, expected: { error: { code: "InvalidRequest" } } },
};
