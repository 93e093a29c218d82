import { signedHeaders } from "../emulator/signed-headers";
import { BackendError, type Backend } from "./run-mapping";
import { sqsForm } from "./sqs-form";

/**
 * Sends the form that a request template made to the queue of an integration's URI. API Gateway asks SQS for JSON, in which
 * every answer is in an object named after the call.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function sqsBackend(endpoint: string): Backend {
  return async (request, uri, body) => {
    const match = /:apigateway:([^:]+):sqs:path\/(?:(\d{12})\/)?([^/]+)$/.exec(uri);
    if (!match) throw new BackendError("API_CONFIGURATION_ERROR");
    const [, region, accountId = request.accountId, queue] = match as unknown as [string, string, string, string];
    const form = sqsForm(body);
    if (!form) return error(400, "InvalidAction", "The action or operation requested is invalid.");
    const response = await fetch(`${endpoint}/`, {
      method: "POST",
      headers: {
        ...signedHeaders("sqs", { accountId, region }),
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${form.action}`,
      },
      body: JSON.stringify({ ...form.input, QueueUrl: `${endpoint}/${accountId}/${queue}` }),
    });
    const result = (await response.json()) as Record<string, unknown>;
    if (!response.ok) {
      const code = String(result["__type"] ?? "InternalError")
        .split("#")
        .at(-1)!;
      return error(response.status, code, String(result["message"] ?? result["Message"] ?? ""));
    }
    if (form.action === "SendMessageBatch") {
      result["Failed"] ??= [];
      result["Successful"] ??= [];
    }
    const answer = {
      [`${form.action}Response`]: {
        [`${form.action}Result`]: result,
        ResponseMetadata: { RequestId: request.requestId },
      },
    };
    return { select: "200", headers: { "content-type": "application/json" }, body: JSON.stringify(answer) };
  };
}

function error(status: number, code: string, message: string) {
  const body = JSON.stringify({ Error: { Code: code, Message: message, Type: "Sender" } });
  return { select: String(status), headers: { "content-type": "application/json" }, body };
}
