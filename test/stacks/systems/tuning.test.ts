import { expect } from "chai";
import { errorOf, type Recorded } from "../../support/record";
import { recordPlatform, roleDocument, type Statement } from "./platform";

const ARN = "arn:aws:lambda:eu-west-1:111122223333:function";

describe("tuning", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  let definition: { States: Record<string, any>; StartAt: string };
  before(async () => {
    platform = await recordPlatform({
      "platform:systems": JSON.stringify({ tuning: { functions: ["getStudentDetails", "report"] } }),
    });
    const { inputs } = platform.one("aws:sfn/stateMachine:StateMachine", "tuning-machine-machine");
    definition = JSON.parse(inputs["definition"] as string);
  });

  /** What a function may do to other functions. */
  const lambdaStatements = (fn: string): Pick<Statement, "Action" | "Resource">[] =>
    Object.values(roleDocument(platform, fn))
      .flat()
      .filter(({ Action }) => [Action].flat().some((each) => each.startsWith("lambda:")))
      .map(({ Action, Resource }) => ({ Action, Resource }));
  const tuned = [`${ARN}:getStudentDetails`, `${ARN}:report`];
  const versions = tuned.map((arn) => `${arn}:*`);

  it("reaches the functions of its list alone, each by name", () => {
    expect(lambdaStatements("prepare-tuning")).to.deep.equal([
      { Action: "lambda:GetFunctionConfiguration", Resource: [...tuned, ...versions] },
      {
        Action: [
          "lambda:UpdateFunctionConfiguration",
          "lambda:PublishVersion",
          "lambda:ListVersionsByFunction",
          "lambda:CreateAlias",
          "lambda:GetAlias",
          "lambda:UpdateAlias",
        ],
        Resource: tuned,
      },
    ]);
    expect(lambdaStatements("measure-tuning")).to.deep.equal([{ Action: "lambda:InvokeFunction", Resource: versions }]);
    expect(lambdaStatements("analyze-tuning")).to.deep.equal([]);
  });

  it("may do with the keys of the tuned functions what Lambda does in its name, and nothing with others", async () => {
    const others = await recordPlatform({
      "platform:systems": JSON.stringify({
        identity: {},
        students: {},
        web: {},
        trends: {},
        keyed: {},
        tuning: { functions: ["getStudentDetails", "addStudentDetails", "trendsReport", "somebodyElses"] },
      }),
    });
    // Each key once: two of the functions are of one system.
    const Resource = ["students", "trends"].map(
      (system) => `arn:aws:kms:eu-west-1:111122223333:key/${system}-key-key-id`,
    );
    const viaLambda = { "kms:ViaService": "lambda.eu-west-1.amazonaws.com" };
    const expected = [
      {
        Sid: "EncryptEnvironment",
        Effect: "Allow",
        Action: "kms:Encrypt",
        Resource,
        Condition: { StringEquals: viaLambda },
      },
      {
        Sid: "LetFunctionDecrypt",
        Effect: "Allow",
        Action: "kms:CreateGrant",
        Resource,
        Condition: { StringEquals: viaLambda, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ];
    for (const fn of ["prepare-tuning", "clean-tuning"])
      expect(roleDocument(others, fn)["configure-keys"], fn).to.deep.equal(expected);
    for (const fn of ["measure-tuning", "analyze-tuning"])
      expect(roleDocument(others, fn), fn).not.to.have.property("configure-keys");
    // Nor where no function is of a system of this stack.
    expect(roleDocument(platform, "prepare-tuning")).not.to.have.property("configure-keys");
    // The keys' policies let roles of the account use them by such grants.
    for (const system of ["students", "trends"]) {
      const { Statement } = JSON.parse(
        others.one("aws:kms/key:Key", `${system}-key-key`).inputs["policy"] as string,
      ) as { Statement: { Sid: string; Action: string; Principal: object }[] };
      expect(Statement[0]).to.deep.include({
        Sid: "AllowAccountPolicies",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
      });
    }
  });

  it("can remove versions, and never a function", () => {
    const [restore, remove] = lambdaStatements("clean-tuning");
    expect(restore!.Resource).to.deep.equal(tuned);
    expect(restore!.Action).not.to.include("lambda:DeleteFunction");
    expect(remove).to.deep.equal({ Action: "lambda:DeleteFunction", Resource: versions });
  });

  it("tells the functions which those are", () => {
    const environment = (name: string) =>
      (platform.one("aws:lambda/function:Function", `${name}-tuning-function`).inputs["environment"] as any).variables;
    const list = { getStudentDetails: tuned[0], report: tuned[1] };
    expect(JSON.parse(environment("prepare")["TUNED_FUNCTIONS"])).to.deep.equal(list);
    expect(JSON.parse(environment("clean")["TUNED_FUNCTIONS"])).to.deep.equal(list);
    expect(environment("measure")).not.to.have.property("TUNED_FUNCTIONS");
  });

  it("cleans up after every failure, and before it tells the result", () => {
    const { States } = definition;
    for (const name of ["Prepare", "Measure each size", "Clean up", "Analyze"])
      expect(States[name].Catch.at(-1), name).to.deep.include({
        ErrorEquals: ["States.ALL"],
        Next: "Clean up after a failure",
      });
    expect(States["Measure each size"].Next).to.equal("Clean up");
    expect(States["Clean up"].Next).to.equal("Analyze");
    expect(States["Clean up after a failure"].Next).to.equal("Not tuned");
    expect(States["Not tuned"]).to.include({ Type: "Fail", Error: "{% $states.input.error.Error %}" });
    expect(States["Not cleaned up"]).to.include({ Type: "Fail", Error: "NotCleanedUp" });
  });

  it("may start that role's four functions and nothing else", () => {
    const machine = Object.values(roleDocument(platform, "tuning-machine")).flat();
    const others = machine.filter(({ Action }) => ![Action].flat().some((each) => /^(kms|logs|xray):/.test(each)));
    expect(others.map(({ Action, Resource }) => [Action, Resource])).to.have.deep.members(
      ["cleanTuning", "prepareTuning", "measureTuning", "analyzeTuning"].map((name) => [
        "lambda:InvokeFunction",
        `${ARN}:${name}:live`,
      ]),
    );
  });

  it("is refused without a function, or with one that no function can be called", async () => {
    for (const functions of [[], ["*"], ["arn:aws:lambda:eu-west-1:111122223333:function:x"]]) {
      const error = await errorOf(() =>
        recordPlatform({ "platform:systems": JSON.stringify({ tuning: { functions } }) }),
      );
      expect(error.message).to.contain("systems.tuning.functions");
    }
  });
});
