import * as pulumi from "@pulumi/pulumi";
import type { Queue } from "../../messaging/queue";
import type { Integration } from "../integration";
import { errorTemplate } from "./error-template";
import { IntegrationRole } from "./integration-role";

export interface SqsArgs {
  /**
   * Makes the form that SQS's query protocol takes, in VTL, out of an `application/json` request: `Action=SendMessage&…` or
   * `Action=SendMessageBatch&…`. Default one message with the body as it came.
   */
  requestTemplate?: pulumi.Input<string>;
  /** Makes the answer out of SQS's, in VTL. Default `{ "messageId": … }`. */
  responseTemplate?: pulumi.Input<string>;
  /** Status of the answer when SQS accepted the call. Default 202. */
  successStatus?: number;
}

const SEND_BODY = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)";
const ANSWER_ID = `{"messageId":"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"}`;

/**
 * Sends requests to a queue with no function between: the caller is answered before the work is done. The integration
 * has its own role, which may send to this queue only.
 * https://docs.aws.amazon.com/prescriptive-guidance/latest/patterns/integrate-amazon-api-gateway-with-amazon-sqs-to-handle-asynchronous-rest-apis.html
 */
export function sqs(queue: Queue, args: SqsArgs = {}): Integration {
  const successStatus = args.successStatus ?? 202;
  return {
    kind: "sqs",
    check(route, _variables, fail) {
      if (!Number.isInteger(successStatus) || successStatus < 200 || successStatus > 299) {
        fail("integration.successStatus", successStatus, "use a status from 200 to 299");
      }
      if (route.method === "GET" || route.method === "HEAD") {
        fail("method", route.method, "use POST, a message is made from the body");
      }
      if (queue.fifo && !args.requestTemplate) {
        fail("integration.requestTemplate", undefined, "give one with a MessageGroupId, the queue is FIFO");
      }
    },
    bind(site) {
      const role = new IntegrationRole(site);
      queue.grantSend(role);
      const { partition, region, id } = site.account;
      return {
        integration: {
          type: "AWS",
          integrationHttpMethod: "POST",
          uri: pulumi.interpolate`arn:${partition}:apigateway:${region}:sqs:path/${id}/${queue.queue.name}`,
          credentials: role.roleArn,
          passthroughBehavior: "NEVER",
          requestParameters: {
            "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
            // Without it the query protocol may answer in XML, which templates cannot read.
            "integration.request.header.Accept": "'application/json'",
          },
          requestTemplates: { "application/json": args.requestTemplate ?? SEND_BODY },
          timeoutMilliseconds: site.timeoutMilliseconds,
        },
        answers: [
          { statusCode: String(successStatus), template: args.responseTemplate ?? ANSWER_ID },
          {
            statusCode: "503",
            // A refusal by SQS is ours, not the caller's: throttling, a missing permission, a message that is too long.
            selectionPattern: "[45]\\d{2}",
            template: errorTemplate("ServiceUnavailable", "The request could not be queued"),
          },
        ],
        needs: role.policies,
      };
    },
  };
}
