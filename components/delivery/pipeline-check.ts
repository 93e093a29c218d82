import { inputChecks } from "../input-checks";
import { checkAddresses } from "../observability/alarm-addresses";
import type { PipelineArgs, PipelineEnvironment, PipelineStep } from "./pipeline-args";

const QUOTAS = "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html";
const STRUCTURE = "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html";
const CONNECTION =
  "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html";
/** 86,400 minutes are 60 days. */
const LONGEST_WAIT_MINUTES = 86_400;

/**
 * Refuses a pipeline that CodePipeline would refuse, and one that deploys to production unasked.
 *
 * @throws InputError for the first fault
 */
export function checkPipeline(component: string, name: string, args: PipelineArgs): void {
  const check = inputChecks(component, name);
  const { source, checks, environments } = args;
  check.matches(
    args.pipelineName === undefined ? "name, which is the default pipelineName," : "pipelineName",
    args.pipelineName ?? name,
    /^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/,
    "up to 60 letters, digits and -",
    QUOTAS,
  );
  check.matches("source.repository", source.repository, /^[\w.-]+(\/[\w.-]+)+$/, "OWNER/REPOSITORY", CONNECTION);
  check.matches("source.branch", source.branch, /^[^\s*?~^:\\]{1,255}$/, "the name of one branch", CONNECTION);
  if (source.provider && /Enterprise|SelfManaged/.test(source.provider) && !source.connectionArn)
    check.fail(
      "source.connectionArn",
      undefined,
      `make the connection to your ${source.provider} host by hand and name it`,
    );
  check.oneOf("executionMode", args.executionMode, ["SUPERSEDED", "QUEUED"], QUOTAS);
  if (checks.length === 0) check.fail("checks", [], "give at least one, or nothing is tested before it is deployed");
  if (environments.length === 0) check.fail("environments", [], "give at least one");
  check.integer("artifactDays", args.artifactDays, 1, 3650, QUOTAS);

  const names = new Set<string>();
  const step = (field: string, { name: given }: PipelineStep) => {
    check.matches(
      `${field}.name`,
      given,
      /^[a-z][a-z0-9-]{0,39}$/,
      "up to 40 lower-case letters, digits and -",
      QUOTAS,
    );
    if (names.has(given)) check.fail(`${field}.name`, given, "give each step of the pipeline a name of its own");
    names.add(given);
  };
  checks.forEach((each, index) => step(`checks[${index}]`, each));
  const seen = new Set<string>();
  environments.forEach((environment, index) => {
    const field = `environments[${index}]`;
    check.matches(
      `${field}.name`,
      environment.name,
      /^[a-z][a-z0-9-]{0,39}$/,
      "lower-case letters, digits and -",
      STRUCTURE,
    );
    if (seen.has(environment.name)) check.fail(`${field}.name`, environment.name, "name each environment once");
    seen.add(environment.name);
    stepsOf(environment).forEach((each) => step(field, each));
    const { approval } = environment;
    if (!approval) return;
    checkAddresses(component, name, `${field}.approval.addresses`, approval.addresses);
    check.integer(`${field}.approval.timeoutMinutes`, approval.timeoutMinutes, 5, LONGEST_WAIT_MINUTES, QUOTAS);
  });
  const last = environments.at(-1)!;
  if (!last.approval)
    check.fail(`environments[${environments.length - 1}].approval`, undefined, `say who decides about ${last.name}`);
}

/** Every build of an environment. */
export function stepsOf({ approval, deploy, verify = [] }: PipelineEnvironment): PipelineStep[] {
  return [...(approval ? [approval.review] : []), deploy, ...verify];
}
