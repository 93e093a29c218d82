import { expect } from "chai";
import * as z from "zod";
import { runPack } from "../../../policies/run-in-process";
import deployPolicy from "../../../policies/deploy-policy.json";
import boundary from "../../../policies/workload-boundary.json";
import { decodeStackValues, readStackFile } from "../../../stacks/config/stack-values";
import { unwrapped } from "../../../stacks/config/schema-tools";
import { workloadSchema, type WorkloadConfiguration } from "../../../stacks/config/stack-schema";
import { WatchedAlarm, type AlarmInputs } from "../../../tools/alarms/watched-alarm";
import { witness } from "../../../tools/alarms/witness";
import { grantedActions } from "../../../tools/deploy-policy/boundary-statements";
import { OPTIONS_FOLDER, optionRuns } from "../../../tools/deploy-policy/option-plans";
import { readRecord, readUnrecorded } from "../../../tools/deploy-policy/record";
import { actionsOfType } from "../../../tools/deploy-policy/statements";
import { typesOf } from "../../../tools/deploy-policy/workload-plans";
import { typeAt } from "../../../tools/plan/plan";
import type { StackRun } from "../../../tools/plan/run-stack";
import { stackNames } from "../../../tools/plan/stack-names";

/** What every workload says, names of something elsewhere of which no choice adds anything, and what only takes something away. */
const NOT_OPTIONS = [
  "kind",
  "account",
  "trustedUserPools[].region",
  "systems.delivery.provider",
  "systems.network.existing.addEndpoints",
  "systems.network.existing.endpointSecurityGroupId",
];

/** Rules that `mfa: OPTIONAL` and a token that only its third party can rotate break. */
const RELAXED: Record<string, string[]> = { everything: ["cognito-mfa", "secret-rotation"], otherwise: [] };

/** The values of the stacks, defaults filled in. */
function configurations(): WorkloadConfiguration[] {
  return stackNames(OPTIONS_FOLDER).map((stack) =>
    workloadSchema.parse(decodeStackValues(readStackFile(OPTIONS_FOLDER, stack).values, workloadSchema)),
  );
}

/** The options that no configuration uses: what is optional and never given, a default that is never left, a choice never made. */
function unusedOptions(schema: z.core.$ZodType, values: readonly unknown[], at = ""): string[] {
  if (NOT_OPTIONS.includes(at)) return [];
  const inner = unwrapped(schema);
  const given = values.filter((value) => value !== undefined);
  const byDefault = (schema as z.ZodType).safeParse(undefined);
  const standard = byDefault.success ? JSON.stringify(byDefault.data) : undefined;
  const own = given.some((value) => JSON.stringify(value) !== standard) ? [] : [at];
  const field = (name: string) => (at ? `${at}.${name}` : name);
  if (inner instanceof z.ZodObject) {
    const shape = inner.shape as Record<string, z.core.$ZodType>;
    const objects = given.filter((value) => typeof value === "object") as Record<string, unknown>[];
    const names = Object.keys(shape);
    if (objects.length === 0) return names.length > 0 || at ? [at] : [];
    return names.flatMap((name) =>
      unusedOptions(
        shape[name]!,
        objects.map((object) => object[name]),
        field(name),
      ),
    );
  }
  const choices = inner instanceof z.ZodEnum ? inner.options : inner instanceof z.ZodBoolean ? [true, false] : [];
  if (choices.length > 0)
    return choices
      .filter((choice) => !given.includes(choice) && JSON.stringify(choice) !== standard)
      .map((choice) => `${at}: ${choice}`);
  if (inner instanceof z.ZodArray) {
    const elements = given.flatMap((value) => value as unknown[]);
    return elements.length === 0 ? [at] : unusedOptions(inner.element, elements, `${at}[]`);
  }
  if (inner instanceof z.ZodUnion)
    return inner.options.flatMap((option) => {
      const these = given.filter((value) => (option as z.ZodType).safeParse(value).success);
      return these.length === 0 ? [`${at}: one form of it`] : unusedOptions(option, these, at);
    });
  return own;
}

describe("the configurations with every option", () => {
  it("use every option between them; add a new one to policies/deploy/options", () => {
    expect(unusedOptions(workloadSchema, configurations())).to.deep.equal([]);
  });

  it("would miss an option that is new, in whatever form", () => {
    const schema = z.strictObject({
      systems: z.strictObject({
        etl: z
          .strictObject({
            target: z.enum(["table", "lake"]).default("table"),
            days: z.int().default(3),
            compress: z.boolean().default(true),
            prefix: z.string().optional(),
            readers: z.array(z.strictObject({ arn: z.string(), refresh: z.string().optional() })).default([]),
            lake: z.strictObject({ bucket: z.string() }).optional(),
          })
          .optional(),
        lakes: z.strictObject({}).optional(),
      }),
    });
    const missed = (etl: object) => unusedOptions(schema, [schema.parse({ systems: { etl } })]);
    expect(missed({})).to.deep.equal([
      "systems.etl.target: lake",
      "systems.etl.days",
      "systems.etl.compress: false",
      "systems.etl.prefix",
      "systems.etl.readers",
      "systems.etl.lake",
      "systems.lakes",
    ]);
    const more = { days: 4, compress: false, prefix: "a", readers: [{ arn: "a" }], lake: { bucket: "b" } };
    expect(missed({ target: "lake", ...more })).to.deep.equal(["systems.etl.readers[].refresh", "systems.lakes"]);
  });
});

describe("the stacks with every option", function () {
  // The program runs twice, with others at work on the machine.
  this.timeout(240_000);
  let runs: StackRun[];
  before(async () => (runs = await optionRuns()));

  it("make nothing and ask for nothing that the deploy policy does not know", () => {
    const types = [...typesOf(runs.map(({ plan }) => plan)), ...runs.flatMap(({ calls }) => calls)];
    for (const type of [
      "aws:ec2/natGateway:NatGateway",
      "aws:quicksight/dataSet:DataSet",
      "aws:redshiftserverless/namespace:Namespace",
      "aws:secretsmanager/getSecretVersion:getSecretVersion",
    ])
      expect(types).to.include(type);
    const allowed = new Set(deployPolicy.statements.flatMap(({ Action }) => [Action].flat()));
    const [recorded, unrecorded] = [readRecord(), readUnrecorded()];
    for (const type of new Set(types.filter((each) => !each.startsWith("aws:index/")))) {
      const actions = actionsOfType(type, recorded, unrecorded);
      expect(actions, type).to.not.have.length(0);
      expect(
        actions.filter((action) => !allowed.has(action)),
        type,
      ).to.deep.equal([]);
    }
  });

  it("grant their roles nothing that the boundary cancels", () => {
    const bounded = new Set(boundary.statements.flatMap(({ Action }) => [Action].flat()));
    const granted = grantedActions(runs.map(({ plan }) => plan));
    expect(granted).to.include.members(["redshift-data:BatchExecuteStatement", "redshift-serverless:GetCredentials"]);
    expect(granted.filter((action) => !bounded.has(action))).to.deep.equal([]);
  });

  it("have nothing that could not be deployed", () => {
    for (const { stack, problems, configuration } of runs) {
      expect(problems, stack).to.deep.equal([]);
      expect(configuration.placeholders, stack).to.deep.equal([]);
    }
  });

  it("have alarms that can fire and can be quiet, where no committed plan has their like", () => {
    const alarms = runs
      .flatMap(({ plan }) => Object.entries(plan.resources))
      .filter(([address]) => typeAt(address) === "aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(([, { inputs }]) => new WatchedAlarm(inputs as unknown as AlarmInputs))
      .filter(({ inputs }) => /(Redshift-Serverless|NATGateway|QuickSight)"/.test(JSON.stringify(inputs)));
    expect(alarms.length).to.be.at.least(8);
    for (const alarm of alarms) {
      const { firing, quiet } = witness(alarm);
      expect(firing, `${alarm.inputs.name} can never fire`).not.to.equal(undefined);
      expect(quiet, `${alarm.inputs.name} is always on`).not.to.equal(undefined);
    }
  });

  it("break no rule of the pack but those that an option relaxes, for which its user writes an exception", () => {
    for (const { stack, resources } of runs) {
      const violations = runPack(resources, {
        environment: stack,
        config: readStackFile(OPTIONS_FOLDER, stack).values,
      });
      const refused = violations.filter(({ level, excepted }) => level !== "advisory" && !excepted);
      expect([...new Set(refused.map(({ rule }) => rule))].sort(), stack).to.deep.equal(RELAXED[stack]);
    }
  });
});
