import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions } from "./client-options";
import { bounded } from "./deadline";
import { traced } from "./tracing";

/** The one DynamoDB client of a function, made when it starts so that connections are kept between invocations. */
export const dynamodb = bounded(traced(new DynamoDBClient(clientOptions)));
