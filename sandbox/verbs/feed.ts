import * as fs from "node:fs";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { SandboxOutputs } from "../deploy/sandbox-outputs";
import { feedRecords, recordsOf } from "../feed/feed-records";
import { clientOptions, runningSandbox } from "./running";
import { UsageError, type Verb } from "./verb";

export const feed: Verb = {
  name: "feed",
  about: `Puts records into a system's Kinesis stream, as a producer of the back end does. SYSTEM is events or trends. The
records are JSON from a file, or from standard input: one a line, or an array. A record's "id" is its partition key.

In an account on AWS the same is: aws kinesis put-records --stream-name STREAM --records file://RECORDS`,
  positionals: "SYSTEM [FILE]",
  async run({ positionals, json }) {
    const { emulator, outputs } = runningSandbox();
    const [system, file, ...more] = positionals;
    const stream = streamOf(outputs, system);
    if (more.length > 0) throw new UsageError("Name one file, or none to read standard input.");
    const records = recordsOf(fs.readFileSync(file === undefined || file === "-" ? 0 : file, "utf8"));
    // The emulator does not speak HTTP/2, the client's default.
    const client = new KinesisClient({ ...clientOptions(emulator), requestHandler: new NodeHttpHandler() });
    try {
      const put = await feedRecords(client, stream, records);
      console.log(json ? JSON.stringify({ stream, put }) : `${put} put into ${stream}`);
    } finally {
      client.destroy();
    }
    return 0;
  },
};

function streamOf(outputs: SandboxOutputs, system: string | undefined): string {
  const stream = system === undefined ? undefined : (outputs[system] as { stream?: unknown } | undefined)?.stream;
  if (typeof stream === "string") return stream;
  const known = Object.entries(outputs).filter(
    ([, values]) => typeof (values as { stream?: unknown } | null)?.stream === "string",
  );
  throw new UsageError(`Name one system with a stream: ${known.map(([name]) => name).join(", ")}`);
}
