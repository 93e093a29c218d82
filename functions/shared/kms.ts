import { KMSClient } from "@aws-sdk/client-kms";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one KMS client of a function, made when it starts so that connections are kept between invocations. */
export const kms = bounded(traced(new KMSClient(clientOptions)));
