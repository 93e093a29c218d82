"use strict";
/**
 * Runs a bundled handler once in a process of its own and says what it left running.
 *
 * usage: run-to-end.cjs BUNDLE EVENT-FILE REMAINING-MILLISECONDS. Prints one line of JSON: the result or the error's
 * message, the milliseconds it took, how many of them the process waited for a processor, and the resources that keep the process alive at that moment. Then it does nothing
 * more, so a process that does not end has something running.
 */
const { readFileSync } = require("node:fs");
// No connection leaves this machine.
require("../../../sandbox/emulator/handler-preload.cjs");

async function main() {
  const [bundle, eventFile, remaining] = process.argv.slice(2);
  const { handler } = require(bundle);
  const event = JSON.parse(readFileSync(eventFile, "utf8"));
  const before = process.getActiveResourcesInfo();
  const started = Date.now();
  const waited = waitForProcessor(started + Number(remaining) - LAST_MS);
  const context = {
    awsRequestId: "invocation-id",
    functionName: "function",
    functionVersion: "1",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:function",
    memoryLimitInMB: "256",
    getRemainingTimeInMillis: () => Math.max(0, Number(remaining) - (Date.now() - started)),
  };
  const outcome = await handler(event, context).then(
    (result) => ({ result }),
    (error) => ({ error: error.message }),
  );
  const milliseconds = Date.now() - started;
  const waitedMilliseconds = waited();
  // A destroyed socket closes, and the SDK's look for a configuration file ends, within some turns of the loop: at once,
  // but not on a busy machine. What is left running goes on for longer; the clients' own timers take three seconds.
  const end = Date.now() + 1_500;
  let running = leftRunning(before);
  for (; running.length > 0 && Date.now() < end; running = leftRunning(before)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(`\n${JSON.stringify({ ...outcome, milliseconds, waitedMilliseconds, running })}`);
}

/** In which a handler ends: what is lost earlier does not make it late. */
const LAST_MS = 1_000;

/**
 * Measures how long the process could have worked and got no processor: its loop was late, and it computed for less than that.
 *
 * @param from when it counts, as milliseconds of the clock
 * @returns gives the milliseconds so far
 */
function waitForProcessor(from) {
  const every = 10;
  let last = Date.now();
  let late = 0;
  let cpu;
  const look = () => {
    const now = Date.now();
    if (now >= from) {
      late += Math.max(0, now - Math.max(last, from) - every);
      cpu ??= process.cpuUsage();
    }
    last = now;
  };
  setInterval(look, every).unref();
  return () => {
    look();
    if (!cpu) return 0;
    const { user, system } = process.cpuUsage(cpu);
    return Math.max(0, Math.round(late - (user + system) / 1000));
  };
}

/** What keeps the process alive now and did not before. */
function leftRunning(before) {
  const running = process.getActiveResourcesInfo();
  for (const resource of before) if (running.includes(resource)) running.splice(running.indexOf(resource), 1);
  return running;
}

void main();
