import { InvokeCommand } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { jsonVariable } from "../shared/json-variable";
import { lambda } from "../shared/lambda";

/** The connectors of the stack: ARN of the alias by each name that a rule may use. Environment: `CONNECTORS`. */
export const connectors = jsonVariable("CONNECTORS", z.record(z.string(), z.string()));

/**
 * Hands an event to a connector and does not wait for what becomes of it: Lambda keeps it, tries it again, and sends it
 * to the queue of failures in the end. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 *
 * @param target a name of {@link connectors}
 * @param payload JSON
 * @throws the SDK's error, or an Error where there is no such connector
 */
export async function invokeConnector(target: string, payload: string): Promise<void> {
  const FunctionName = Object.hasOwn(connectors, target) ? connectors[target] : undefined;
  if (!FunctionName) throw new Error("There is no such connector");
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: Buffer.from(payload) }));
}
