import { S3Client } from "@aws-sdk/client-s3";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one S3 client of a function, made when it starts so that connections are kept between invocations. */
export const s3 = bounded(traced(new S3Client(clientOptions)));
