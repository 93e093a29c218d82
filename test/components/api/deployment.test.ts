import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { definitionHash } from "../../../components/api/definition-hash";
import type { DefinitionPart } from "../../../components/api/api-definition";
import { lambdaMapped } from "../../../components/api/integrations";
import type { RestApi, RestApiArgs, Route } from "../../../components/api/rest-api";
import { unknown } from "../../../tools/plan/recorded-resource";
import { record, valueOf, type Recorded } from "../../support/record";
import { everythingArgs, makeApi, requestTemplate, responseTemplate, type Backends } from "./example-api";

/** What takes effect only with a new deployment. */
const FROZEN = [
  "restApi:RestApi",
  "resource:Resource",
  "method:Method",
  "integration:Integration",
  "methodResponse:MethodResponse",
  "integrationResponse:IntegrationResponse",
  "model:Model",
  "requestValidator:RequestValidator",
  "response:Response",
  "authorizer:Authorizer",
  "restApiPolicy:RestApiPolicy",
];

type Change = (args: RestApiArgs, behind: Backends) => Partial<RestApiArgs>;

describe("the deployment of a RestApi", () => {
  let run: Recorded<RestApi>;
  let parts: DefinitionPart[];
  let original: string;

  before(async () => {
    run = await record(() => makeApi((behind) => everythingArgs(behind)));
    // What is undefined is never sent to the engine.
    parts = JSON.parse(JSON.stringify(await valueOf(pulumi.output(run.result.definition.parts))));
    original = triggerOf(run);
  });

  it("knows every input of every resource it freezes, and waits for all of them", () => {
    const frozen = run.all.filter(({ type }) => FROZEN.includes(type.split("/")[1] ?? ""));
    expect(new Set(frozen.map(({ type }) => type)).size).to.equal(FROZEN.length);
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(parts.map(({ name, inputs }) => ({ name, inputs })).sort(byName)).to.deep.equal(
      frozen.map(({ name, inputs }) => ({ name, inputs })).sort(byName),
    );
    const { dependsOn } = run.one("aws:apigateway/deployment:Deployment");
    expect(dependsOn).to.include.members(frozen.map(({ urn }) => urn));
  });

  it("is renewed by a change of any single value of any of them", () => {
    expect(definitionHash(parts)).to.equal(original);
    let changes = 0;
    for (const [changed, what] of mutations(parts)) {
      expect(definitionHash(changed as DefinitionPart[]), what).to.not.equal(original);
      changes++;
    }
    expect(changes).to.be.greaterThan(300);
  });

  it("is renewed by a value that comes or goes", () => {
    const [first, ...others] = parts as [DefinitionPart, ...DefinitionPart[]];
    const more = [{ ...first, inputs: { ...first.inputs, added: "" } }, ...others];
    expect(definitionHash(more)).to.not.equal(definitionHash(parts));
    expect(definitionHash(others)).to.not.equal(definitionHash(parts));
  });

  // That each argument reaches a resource is the other tests' matter, and that each input counts is shown above.
  const changes: [string, Change][] = [
    ["a template", (args, behind) => ({ routes: withTemplate(args, behind, "{}") })],
    ["the routes", (args) => ({ routes: args.routes.slice(0, -1) })],
    ["what the gateway says itself", () => ({ errorBody: "platform", cors: undefined })],
    [
      "who may call",
      (args) => ({
        resourcePolicy: undefined,
        authorizers: { ...args.authorizers, cognito: { userPoolArns: ["arn:aws:cognito-idp:eu-west-1:1:userpool/x"] } },
      }),
    ],
  ];
  for (const [what, change] of changes) {
    it(`is renewed by another value of ${what}`, async () => {
      expect(await triggerWith(change)).to.not.equal(original);
    });
  }

  it("is not renewed by what the stage holds, nor by the order of the routes", async () => {
    const same = await triggerWith((args, behind) => ({
      routes: withTemplate(args, behind, requestTemplate).reverse(),
      throttle: { rateLimit: 7, burstLimit: 7 },
      usagePlan: { rateLimit: 1, burstLimit: 1, quota: { limit: 1, period: "DAY" } },
      accessLogRetentionDays: 7,
    }));
    expect(same).to.equal(original);
  });

  it("is unknown in the preview that first makes it, and made there nevertheless", async () => {
    const preview = await record(() => makeApi((behind) => everythingArgs(behind)), { preview: true });
    const { inputs } = preview.one("aws:apigateway/deployment:Deployment");
    expect(inputs["triggers"]).to.deep.equal({ definition: unknown });
  });

  it("is replaced before it is deleted", () => {
    expect(run.one("aws:apigateway/deployment:Deployment").deleteBeforeReplace).to.equal(false);
    expect(run.one("aws:apigateway/stage:Stage").inputs["deployment"]).to.equal("students-deployment-id");
  });

  it("takes nothing more once it is made", () => {
    expect(() => run.result.definition.add("method", "late", {}, () => run.result.api)).to.throw(
      "method late was added to an API that is already deployed",
    );
  });
});

async function triggerWith(change: Change): Promise<string> {
  const run = await record(() =>
    makeApi((behind) => {
      const args = everythingArgs(behind);
      return { ...args, ...change(args, behind) };
    }),
  );
  return triggerOf(run);
}

function triggerOf(run: Recorded<unknown>): string {
  const { triggers } = run.one("aws:apigateway/deployment:Deployment").inputs as { triggers: { definition: string } };
  expect(triggers.definition).to.match(/^[0-9a-f]{64}$/);
  return triggers.definition;
}

/** The routes, of which the first is built again with this request template. */
function withTemplate(args: RestApiArgs, { add }: Backends, template: string): Route[] {
  const [first, ...others] = args.routes as [Route, ...Route[]];
  const templates = { aliasStageVariable: "collegealias", requestTemplate: template, responseTemplate };
  return [{ ...first, integration: lambdaMapped(add, templates) }, ...others];
}

/** Every copy of a value in which one leaf is different, with where that is. */
function* mutations(value: unknown, at = ""): Generator<[unknown, string]> {
  if (typeof value !== "object" || value === null) {
    yield [typeof value === "boolean" ? !value : typeof value === "number" ? value + 1 : `${String(value)}x`, at];
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    for (const [changedItem, where] of mutations(item, `${at}/${key}`)) {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      (copy as Record<string, unknown>)[key] = changedItem;
      yield [copy, where];
    }
  }
}
