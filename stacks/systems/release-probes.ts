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
};
