import { SNSClient } from "@aws-sdk/client-sns";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one SNS client of a function, made when it starts so that connections are kept between invocations. */
export const sns = bounded(traced(new SNSClient(clientOptions)));
