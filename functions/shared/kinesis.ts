import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/**
 * The one Kinesis client of a function, made when it starts so that connections are kept between invocations. By HTTP/1.1
 * like every other: a session of HTTP/2, which this client takes by default, breaks when Lambda puts the function to
 * sleep, and is found broken only when a request has waited for its time-out.
 */
export const kinesis = bounded(
  traced(new KinesisClient({ ...clientOptions, requestHandler: new NodeHttpHandler(clientOptions.requestHandler) })),
);
