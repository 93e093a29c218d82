"use strict";
/**
 * Loads a bundled handler as Lambda does, calls it, and sends the times to the process that started this one.
 *
 * usage: node measure.cjs BUNDLE EVENT CALLS
 *
 * JWKS in the environment is what Amazon Cognito would answer for a pool's keys: nothing here reaches a network.
 */
const fs = require("node:fs");
const https = require("node:https");
const path = require("node:path");
const { Readable } = require("node:stream");

const [bundle, eventFile, calls] = process.argv.slice(2);
const event = JSON.parse(fs.readFileSync(eventFile, "utf8"));
const context = {
  awsRequestId: "bench",
  functionName: "bench",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:bench",
  memoryLimitInMB: "256",
  getRemainingTimeInMillis: () => 10_000,
};
if (process.env.JWKS) {
  https.request = (_url, _options, callback) => {
    const response = Object.assign(Readable.from([Buffer.from(process.env.JWKS)]), { statusCode: 200 });
    setImmediate(() => callback(response));
    return { on() {}, end() {}, destroy() {} };
  };
}

async function main() {
  const start = performance.now();
  const { handler } = require(path.resolve(bundle));
  const loaded = performance.now();
  const answer = await handler(event, context);
  if (answer.status !== undefined && answer.status !== 200) throw new Error(`answered ${JSON.stringify(answer)}`);
  const answered = performance.now();
  // The first calls after the first still compile.
  for (let call = 0; call < calls / 4; call++) await handler(event, context);
  const warm = performance.now();
  for (let call = 0; call < calls; call++) await handler(event, context);
  const end = performance.now();
  process.send({
    load: loaded - start,
    cold: answered - start,
    warm: calls > 0 ? (end - warm) / calls : 0,
  });
}

main().then(
  // Clients keep connections open.
  () => process.disconnect() || process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
