import { SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one SQS client of a function, made when it starts so that connections are kept between invocations. */
export const sqs = bounded(traced(new SQSClient(clientOptions)));
