import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import * as fs from "node:fs";
import * as path from "node:path";
import { readAllLogs } from "../../sandbox/logs/read-all-logs";
import { dashboardArguments, usage } from "./arguments";
import { dashboardsOf } from "./dashboard-definition";
import { drawPage } from "./draw-page";
import { noFigures, type MetricSource } from "./metric-data";
import { CloudWatchMetrics } from "./sandbox-metrics";

const root = path.resolve(__dirname, "../..");

async function main(): Promise<void> {
  const args = dashboardArguments(process.argv.slice(2));
  if (args.help) {
    process.stdout.write(usage);
    return;
  }
  // Loaded late, so that --help answers at once.
  const { program } = require("../../stacks/program") as typeof import("../../stacks/program");
  const { runStack } = require("../plan/run-stack") as typeof import("../plan/run-stack");
  process.stderr.write(`Running the program of ${args.stack}.\n`);
  const { plan } = await runStack({ stack: args.stack, root, program });
  const all = dashboardsOf(plan);
  const chosen = args.only ? all.filter(({ name }) => name === args.only) : all;
  if (chosen.length === 0) {
    const names = all.map(({ name }) => name).join(", ") || "none";
    throw new Error(
      args.only ? `There is no dashboard "${args.only}"; there are: ${names}.` : `${args.stack} has no dashboard.`,
    );
  }
  const source = figuresOf(args.stack);
  fs.mkdirSync(args.out, { recursive: true });
  const files: string[] = [];
  for (const dashboard of chosen) {
    const file = path.join(args.out, `${dashboard.name}.html`);
    fs.writeFileSync(file, await drawPage(dashboard, source));
    files.push(file);
  }
  if (args.png) files.push(...(await pictures(files)));
  process.stdout.write(`${files.join("\n")}\n`);
}

/** The running sandbox for its own stack, else nothing. */
function figuresOf(stack: string): MetricSource {
  if (stack !== "sandbox") return noFigures;
  const { clientOptions, runningSandbox } =
    require("../../sandbox/verbs/running") as typeof import("../../sandbox/verbs/running");
  try {
    const options = clientOptions(runningSandbox().emulator);
    const logs = new CloudWatchLogsClient(options);
    const lines = async () => (await readAllLogs(logs)).map(({ message }) => message);
    return new CloudWatchMetrics(new CloudWatchClient(options), lines);
  } catch {
    process.stderr.write("The sandbox is not up, so there are no figures: npm run sandbox\n");
    return noFigures;
  }
}

/** Each page as the browser shows it, whole. */
async function pictures(pages: readonly string[]): Promise<string[]> {
  const { launchBrowser } = require("../browser/launch-browser") as typeof import("../browser/launch-browser");
  process.stderr.write(`Taking ${pages.length} pictures.\n`);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1472, height: 900 } });
    const files: string[] = [];
    for (const file of pages) {
      await page.goto(`file://${path.resolve(file)}`);
      const picture = file.replace(/\.html$/, ".png");
      await page.screenshot({ path: picture, fullPage: true });
      files.push(picture);
    }
    return files;
  } finally {
    await browser.close();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
