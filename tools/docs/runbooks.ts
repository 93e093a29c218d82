import type { Plan } from "../plan/plan";
import { alarmsOf, type PlannedAlarm } from "./alarms";
import { instructions, type Instructions } from "./instructions";

const INTRODUCTION = `# Runbooks

<!-- Made by \`npm run docs\` from test/golden/dev.json and tools/docs/instructions.ts; changes here are overwritten. -->

One section per alarm. An alarm's e-mail ends with the address of its section: \`docs/runbooks.md#<component>-<alarm>\`.
**Critical** alarms go to \`addresses.alarms.critical\` of \`platform.config.yaml\` and want somebody now; **warnings** go to
\`addresses.alarms.warning\` and can wait until morning.

The commands are for AWS CLI version 2, with credentials that may read the stack's account. They use:

\`\`\`sh
export AWS_PROFILE=dev AWS_REGION=us-east-1
SINCE=$(( $(date +%s) - 3600 ))000   # one hour ago, in milliseconds
\`\`\`

\`STACK\` is the stack's name, for example \`dev\`. Names and stages below are those of the stack \`dev\`; a name of AWS's own
making starts as given here and ends differently in each environment, so those commands look it up.
`;

/**
 * The page of runbooks.
 *
 * @param plans the committed plans whose alarms it is about; what several have is told once
 * @throws Error for an alarm of a kind that {@link instructions} does not have
 */
export function runbooks(plans: readonly Plan[]): string {
  const known = new Set<string>();
  const alarms = plans.flatMap(alarmsOf).filter(({ system, key }) => {
    const isNew = !known.has(`${system} ${key}`);
    known.add(`${system} ${key}`);
    return isNew;
  });
  const systems = [...new Set(alarms.map(({ system }) => system))];
  return [INTRODUCTION, ...systems.map((system) => chapter(system, alarms))].join("\n");
}

/** Chapters that are about no system of the configuration. */
const ofTheStack: Readonly<Record<string, string>> = {
  shared: "What every system of a stack uses.",
  activity: "What forwards the account's events to the security account. See [security](security.md).",
  baseline: "What every account has. See [security](security.md).",
  security: "The organisation's log archive and audit. See [security](security.md).",
  mails: "What makes the mails of all other alarms; its own alarms send SNS's mails, as they are.",
};

function chapter(system: string, all: PlannedAlarm[]): string {
  const alarms = all.filter((alarm) => alarm.system === system);
  const about = ofTheStack[system] ?? `See [${system}](systems/${system}.md).`;
  return [`## System ${system}\n`, `${about}\n`, ...alarms.map(section)].join("\n");
}

function section(alarm: PlannedAlarm): string {
  const { steps, commands } = filledIn(alarm);
  return [
    `### ${alarm.key}\n`,
    `_${alarm.severity === "critical" ? "Critical" : "Warning"}._ ${alarm.description}\n`,
    ...(commands ? ["```sh", ...commands, "```\n"] : []),
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    "",
  ].join("\n");
}

/** The instructions of an alarm's kind, with its names. */
export function filledIn(alarm: PlannedAlarm): Instructions {
  const { steps, commands } = instructionsOf(alarm);
  const names: Record<string, string> = {
    name: nameOf(alarm.dimensions),
    stage: alarm.dimensions["Stage"] ?? "",
    system: alarm.system,
  };
  const fill = (text: string) =>
    text.replace(/\{(name|stage|system)\}/g, (placeholder, field: string) => {
      if (!names[field]) throw new Error(`${alarm.key}: the alarm gives no ${placeholder}, which "${text}" needs.`);
      return names[field];
    });
  return { steps: steps.map(fill), ...(commands && { commands: commands.map(fill) }) };
}

function instructionsOf({ key, namespace }: PlannedAlarm): Instructions {
  const [kind] = Object.keys(instructions)
    .filter((each) => each.startsWith(`${namespace} `) && key.endsWith(`-${each.slice(namespace.length + 1)}`))
    .sort((a, b) => b.length - a.length);
  if (!kind) throw new Error(`tools/docs/instructions.ts says nothing about ${namespace} alarms like ${key}.`);
  return instructions[kind]!;
}

/** What the metric is about. A plan ends a name that AWS makes with `-id`; the real one ends with random characters. */
function nameOf(dimensions: Record<string, string>): string {
  const of = [
    "DBClusterIdentifier",
    "Workgroup",
    "BucketName",
    "ProxyName",
    "ServiceName",
    "LoadBalancer",
    "FunctionName",
    "QueueName",
    "TopicName",
    "TableName",
    "ApiName",
    "WebACL",
    "StreamName",
    "CanaryName",
    "PipelineName",
    "ProjectName",
    "RuleName",
    "service",
  ];
  const machine = dimensions["StateMachineArn"]?.split(":").at(-1);
  const name = machine ?? of.map((dimension) => dimensions[dimension]).find(Boolean) ?? "";
  return "FunctionName" in dimensions || "ApiName" in dimensions ? name : name.replace(/-id$/, "");
}
