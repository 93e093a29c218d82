import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { putRecords } from "./put-records";
import { nothing, optionalOutput, output, present, type Target } from "./target";

/** R10: posts into the feed's stream. */
export const trends: Target = {
  name: "trends",
  about: "posts with two hashtags into the feed's stream",
  mostInBatch: 500,
  isHttp: false,
  describe: ({ run, batch }) => `PutRecords of ${batch} post(s) ${run}-N, which count for #load and nine others`,
  watched({ environment }) {
    const stream = optionalOutput(environment, "trends", "stream");
    return {
      ...nothing,
      functions: [{ name: "countHashtags", role: "works off" }],
      tables: present(optionalOutput(environment, "trends", "table")),
      streams: present(stream).map((name) => ({ name, consumer: "countHashtags" })),
      workedOff: [{ function: "countHashtags", counter: "RecordsCounted" }],
    };
  },
  prepare({ environment, run, batch }) {
    const client = new KinesisClient({ ...environment.clientOptions, requestHandler: new NodeHttpHandler() });
    const stream = output(environment, "trends", "stream");
    return Promise.resolve((index: number) => {
      const posts = Array.from({ length: batch }, (_, each) => {
        const number = index * batch + each;
        return { id: `${run}-${number}`, text: `#load #load${number % 9}`, at: new Date().toISOString() };
      });
      return putRecords(client, stream, posts);
    });
  },
};
