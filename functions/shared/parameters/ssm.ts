import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { SSMClient } from "@aws-sdk/client-ssm";
import { clientOptions } from "../client-options";
import { bounded } from "../deadline";
import { traced } from "../tracing";

/** The function's reader of Parameter Store, with its cache. Made when the function starts. */
export const parameterStore = new SSMProvider({ awsSdkV3Client: bounded(traced(new SSMClient(clientOptions))) });
