import { LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one Lambda client of a function, made when it starts so that connections are kept between invocations. */
export const lambda = bounded(traced(new LambdaClient(clientOptions)));
