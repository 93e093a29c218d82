import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Function } from "../../../components/compute/function";
import { bundle } from "../../../components/compute/bundle";
import { unknown } from "../../../tools/plan/recorded-resource";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";
import { ENTRY, makeFunction, makeKey, makeQueue, statementsOf } from "./support";

const ACCOUNT = "111122223333";
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/system-key-id`;
const FUNCTION = "aws:lambda/function:Function";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("Function", () => {
  it("makes a function with secure defaults", async () => {
    const { one } = await record(() => makeFunction());
    const { code, ...inputs } = one(FUNCTION, "add-function").inputs;
    expect(code).to.be.instanceOf(pulumi.asset.AssetArchive);
    expect(inputs).to.deep.equal({
      name: "add",
      description: "Adds.",
      role: `arn:aws:iam::${ACCOUNT}:role/add-eu-west-1`,
      packageType: "Zip",
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      timeout: 10,
      memorySize: 256,
      ephemeralStorage: { size: 512 },
      publish: true,
      kmsKeyArn: KEY,
      sourceCodeHash: bundle(ENTRY).hash,
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: "/aws/lambda/add",
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      environment: {
        variables: {
          POWERTOOLS_SERVICE_NAME: "add",
          POWERTOOLS_METRICS_NAMESPACE: "Platform",
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
      },
    });
  });

  it("makes the log group first, with retention and key", async () => {
    const { one } = await record(() => makeFunction());
    const group = one("aws:cloudwatch/logGroup:LogGroup", "add-logs");
    expect(group.inputs).to.deep.equal({ name: "/aws/lambda/add", retentionInDays: 30, kmsKeyId: KEY });
    expect(one(FUNCTION).dependsOn).to.include(group.urn);
  });

  it("gives the role to Lambda of this account alone, and only what every function needs", async () => {
    const { one, ofType } = await record(() => makeFunction());
    const role = one("aws:iam/role:Role", "add-role");
    expect(role.inputs).to.have.all.keys("name", "description", "assumeRolePolicy");
    expect(statementsOf(role.inputs["assumeRolePolicy"])).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ]);
    const group = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/add`;
    const policies = Object.fromEntries(ofType(POLICY).map((each) => [each.name, statementsOf(each.inputs["policy"])]));
    expect(policies).to.deep.equal({
      "add-write-logs": [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${group}:log-stream:*`,
        },
      ],
      "add-decrypt-environment": [{ Sid: "UseKey", Effect: "Allow", Action: "kms:Decrypt", Resource: KEY }],
      "add-send-traces": [
        {
          Sid: "SendTraces",
          Effect: "Allow",
          Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
          Resource: "*",
        },
      ],
    });
    expect(one(FUNCTION).dependsOn).to.include.members(ofType(POLICY).map((each) => each.urn));
  });

  it("publishes a version behind an alias, which a progressive deployment may move", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      makeFunction("add", { aliasName: "addstudentinfo" }, key);
      makeFunction("get", { progressiveDeployment: true }, key);
    });
    const alias = one("aws:lambda/alias:Alias", "add-alias");
    expect(alias.inputs).to.deep.include({ name: "addstudentinfo", functionName: "add", functionVersion: "1" });
    expect(alias.ignoreChanges).to.deep.equal([]);
    expect(one("aws:lambda/alias:Alias", "get-alias").ignoreChanges).to.deep.equal([
      "functionVersion",
      "routingConfig",
    ]);
  });

  it("tells its names, ARNs and invoke URI, of the alias where callers need one", async () => {
    const { result } = await record(() => makeFunction());
    const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:add`;
    expect(await valueOf(result.arn)).to.equal(arn);
    expect(await valueOf(result.aliasArn)).to.equal(`${arn}:live`);
    expect(await valueOf(result.qualifiedInvokeArn)).to.contain(`/functions/${arn}:live/invocations`);
    expect(await valueOf(result.roleArn)).to.equal(`arn:aws:iam::${ACCOUNT}:role/add-eu-west-1`);
  });

  it("passes on what is configured", async () => {
    const { one } = await record(() =>
      makeFunction("add", {
        functionName: "addStudentDetails",
        serviceName: "students",
        environment: { TABLE_NAME: "StudentDetails", POWERTOOLS_LOG_LEVEL: "DEBUG" },
        timeoutSeconds: 29,
        memoryMegabytes: 512,
        ephemeralStorageMegabytes: 1024,
        architecture: "x86_64",
        runtime: "nodejs24.x",
        logRetentionDays: 365,
        logLevel: "WARN",
        reservedConcurrency: 20,
        permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
        layers: ["arn:layer"],
        tags: { Purpose: "test" },
      }),
    );
    expect(one(FUNCTION).inputs).to.deep.include({
      name: "addStudentDetails",
      timeout: 29,
      memorySize: 512,
      ephemeralStorage: { size: 1024 },
      architectures: ["x86_64"],
      runtime: "nodejs24.x",
      reservedConcurrentExecutions: 20,
      layers: ["arn:layer"],
      tags: { Purpose: "test" },
      environment: {
        variables: {
          POWERTOOLS_SERVICE_NAME: "students",
          POWERTOOLS_METRICS_NAMESPACE: "Platform",
          POWERTOOLS_LOG_LEVEL: "DEBUG",
          TABLE_NAME: "StudentDetails",
        },
      },
    });
    expect(one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
      name: "/aws/lambda/addStudentDetails",
      retentionInDays: 365,
    });
    expect(one("aws:iam/role:Role").inputs["permissionsBoundary"]).to.equal(
      "arn:aws:iam::111122223333:policy/boundary",
    );
  });

  it("lets overrides change defaults, but not what makes it this function", async () => {
    const { one } = await record(() =>
      makeFunction("add", {
        overrides: {
          function: { memorySize: 1769, publish: false, kmsKeyArn: "arn:other", loggingConfig: { logFormat: "Text" } },
          logGroup: { logGroupClass: "INFREQUENT_ACCESS", kmsKeyId: "arn:other" },
        },
      }),
    );
    const inputs = one(FUNCTION).inputs;
    expect(inputs).to.deep.include({ memorySize: 1769, publish: true, kmsKeyArn: KEY });
    expect(inputs["loggingConfig"]).to.deep.include({ logFormat: "JSON", logGroup: "/aws/lambda/add" });
    expect(one("aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
      logGroupClass: "INFREQUENT_ACCESS",
      kmsKeyId: KEY,
    });
  });

  it("sends failed events to the queue, after the permission to", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      const [onFailure, deadLetterQueue] = [makeQueue("failed", key), makeQueue("undeliverable", key)];
      makeFunction("add", { onFailure, deadLetterQueue, maximumRetryAttempts: 1, maximumEventAgeSeconds: 3600 }, key);
    });
    const queue = (name: string) => `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`;
    const config = one("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "add-event-invoke");
    expect(config.inputs).to.deep.equal({
      functionName: "add",
      qualifier: "live",
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: queue("failed") } },
    });
    expect(one(FUNCTION).inputs["deadLetterConfig"]).to.deep.equal({ targetArn: queue("undeliverable") });
    for (const name of ["failed", "undeliverable"]) {
      const policy = one(POLICY, `add-send-${name}`);
      expect(statementsOf(policy.inputs["policy"])[0]).to.deep.equal({
        Sid: "SendMessages",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: queue(name),
      });
      expect(one(FUNCTION).dependsOn).to.include(policy.urn);
      expect(config.dependsOn).to.include(policy.urn);
    }
  });

  it("joins a network with permissions limited to its subnets and groups", async () => {
    const { one } = await record(() =>
      makeFunction("add", { network: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } }),
    );
    expect(one(FUNCTION).inputs["vpcConfig"]).to.deep.equal({
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
    });
    const ec2 = `arn:aws:ec2:eu-west-1:${ACCOUNT}`;
    const statements = statementsOf(one(POLICY, "add-use-network").inputs["policy"]);
    expect(statements.map(({ Resource }) => Resource)).to.deep.equal([
      [`${ec2}:network-interface/*`, `${ec2}:subnet/subnet-1`, `${ec2}:subnet/subnet-2`, `${ec2}:security-group/sg-1`],
      `${ec2}:network-interface/*`,
      "*",
    ]);
    expect(statements[2]!["Action"]).to.deep.equal(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]);
  });

  it("does not trace where it only follows, and says so to Powertools", async () => {
    const { ofType, one } = await record(() => makeFunction("add", { tracing: "PassThrough" }));
    expect(ofType(POLICY).map((each) => each.name)).to.have.members(["add-write-logs", "add-decrypt-environment"]);
    expect(one(FUNCTION).inputs).to.have.nested.property("environment.variables.POWERTOOLS_TRACE_ENABLED", "false");
  });

  it("is invoked through its alias only, from one source of one account", async () => {
    const { one } = await record(() => {
      const key = makeKey();
      const fn = makeFunction("add", {}, key);
      fn.allowInvoke("api", { service: "apigateway.amazonaws.com", sourceArn: "arn:api/*/POST/add" });
      fn.allowInvoke("bus", { service: "events.amazonaws.com", sourceArn: "arn:rule", sourceAccount: "444455556666" });
      fn.allowInvoke("old", { service: "old.amazonaws.com", sourceArn: "arn:with-account", sourceAccount: false });
      fn.grantInvoke(makeFunction("caller", {}, key));
    });
    expect(one("aws:lambda/permission:Permission", "add-api").inputs).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: "add",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:api/*/POST/add",
      sourceAccount: ACCOUNT,
    });
    expect(one("aws:lambda/permission:Permission", "add-bus").inputs["sourceAccount"]).to.equal("444455556666");
    expect(one("aws:lambda/permission:Permission", "add-old").inputs).to.not.have.property("sourceAccount");
    expect(statementsOf(one(POLICY, "caller-invoke-add").inputs["policy"])).to.deep.equal([
      {
        Sid: "InvokeFunction",
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:add:live`,
      },
    ]);
  });

  it("makes the same resources in preview, where ARNs are not known yet", async () => {
    const [update, preview] = await recordBoth(() => makeFunction());
    const names = (all: typeof update.all) => all.map((each) => `${each.type} ${each.name}`).sort();
    expect(names(preview.all)).to.deep.equal(names(update.all));
    expect(preview.one(FUNCTION).inputs["role"]).to.equal(unknown);
    expect(preview.one(FUNCTION).inputs["name"]).to.equal("add");
  });

  it("keeps the names of one function in two regions apart, also when they are long", async () => {
    const nameIn = async (region: string) => {
      const { one } = await record(() => makeFunction("x".repeat(60)), { identity: { region } });
      return one("aws:iam/role:Role").inputs["name"] as string;
    };
    const names = [await nameIn("ap-southeast-1"), await nameIn("ap-southeast-2")];
    expect(names[0]).to.have.length(64);
    expect(names[0]).to.not.equal(names[1]);
  });

  describe("grant", () => {
    const grantWith = (statement: object) => () =>
      makeFunction().grant("read", [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:x"], ...statement }]);

    for (const [what, statement, message] of [
      ["a wildcard action", { actions: ["s3:Get*"] }, /Read: "s3:Get\*" is not one exact action/],
      ["all actions", { actions: ["*"] }, /Read: "\*" is not one exact action/],
      ["no action", { actions: [] }, /Read names no action/],
      ["no resource", { resources: [] }, /Read names no resource/],
      ["every resource without a reason", { resources: ["*"] }, /resource "\*" needs a wildcardReason/],
      ["an empty reason", { resources: ["*"], wildcardReason: " " }, /needs a wildcardReason/],
      ["an id with a hyphen", { sid: "Read-all" }, /sid "Read-all" must have letters and digits only/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        expect((await errorOf(grantWith(statement))).message).to.match(message);
      });
    }

    it("names every fault at once", async () => {
      const error = await errorOf(() =>
        makeFunction().grant("read", [
          { sid: "A", actions: ["s3:*"], resources: ["*"] },
          { sid: "B", actions: ["dynamodb:GetItem", "kms:*"], resources: ["arn:x"] },
        ]),
      );
      expect(error.message).to.equal(
        'platform:compute:Function "add": grant "read" is ["A","B"]; correct it: A: "s3:*" is not one exact action; ' +
          'A: resource "*" needs a wildcardReason; B: "kms:*" is not one exact action.',
      );
    });

    it("refuses a name given twice", async () => {
      const error = await errorOf(() => {
        const fn = makeFunction();
        for (const sid of ["A", "B"]) fn.grant("read", [{ sid, actions: ["s3:GetObject"], resources: ["arn:x"] }]);
      });
      expect(error.message).to.match(/already has a grant of that name/);
    });

    it("writes conditions, single values and lists as AWS does", async () => {
      const { one } = await record(() =>
        grantWith({ resources: ["*"], wildcardReason: "none", conditions: { StringEquals: { "a:b": "c" } } })(),
      );
      expect(statementsOf(one(POLICY, "add-read").inputs["policy"])).to.deep.equal([
        {
          Sid: "Read",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEquals: { "a:b": "c" } },
        },
      ]);
    });
  });

  describe("refuses", () => {
    for (const [field, args] of [
      ["functionName", { functionName: "add student" }],
      ["description", { description: "" }],
      ["aliasName", { aliasName: "7" }],
      ["timeoutSeconds", { timeoutSeconds: 901 }],
      ["timeoutSeconds", { timeoutSeconds: 1.5 }],
      ["memoryMegabytes", { memoryMegabytes: 64 }],
      ["ephemeralStorageMegabytes", { ephemeralStorageMegabytes: 511 }],
      ["reservedConcurrency", { reservedConcurrency: -1 }],
      ["reservedConcurrency", { reservedConcurrency: 0 }],
      ["stopped", { stopped: true }],
      ["stopped", { stopped: true, reservedConcurrency: 5 }],
      ["maximumRetryAttempts", { maximumRetryAttempts: 3 }],
      ["maximumEventAgeSeconds", { maximumEventAgeSeconds: 59 }],
      ["logRetentionDays", { logRetentionDays: 31 }],
      ["logRetentionDays", { logRetentionDays: 0 }],
      ["network.subnetIds", { network: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } }],
      ["network.securityGroupIds", { network: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: [] } }],
      ["layers", { layers: Array(6).fill("arn:layer") }],
      ["environment.AWS_REGION", { environment: { AWS_REGION: "eu-west-1" } }],
      ["environment.1ST", { environment: { "1ST": "x" } }],
      ["entry", { entry: "functions/none.ts" }],
      ["entry", { entry: "../outside.ts" }],
    ] as const) {
      it(`${field} ${JSON.stringify(args)}`, async () => {
        const error = await errorOf(() => makeFunction("add", args as object));
        expect(error.message).to.match(/^platform:compute:Function "add": /);
        expect(error.message).to.contain(`"add": ${field} is `);
      });
    }

    it("one queue for both kinds of failure", async () => {
      const error = await errorOf(() => {
        const key = makeKey();
        const queue = makeQueue("failed", key);
        makeFunction("add", { onFailure: queue, deadLetterQueue: queue }, key);
      });
      expect(error.message).to.contain("deadLetterQueue is");
    });

    it("before anything of it is registered", async () => {
      const { all } = await record(() => {
        try {
          makeFunction("add", { timeoutSeconds: 0 });
        } catch {
          // Looked at below.
        }
      });
      expect(all.filter((each) => each.name.startsWith("add"))).to.deep.equal([]);
    });
  });

  it("stops all invocations where that is said", async () => {
    const { one } = await record(() => makeFunction("add", { reservedConcurrency: 0, stopped: true }));
    expect(one(FUNCTION).inputs["reservedConcurrentExecutions"]).to.equal(0);
  });

  it("takes no role, so that none can be shared", () => {
    const never = () => {
      const args = { entry: ENTRY, description: "x", key: makeKey() };
      // @ts-expect-error a role is no argument
      new Function("a", { ...args, role: "arn:role" });
      // @ts-expect-error nor does an override replace it
      new Function("b", { ...args, overrides: { function: { role: "arn:role" } } });
      // @ts-expect-error nor do managed policies come with it
      new Function("c", { ...args, overrides: { role: { managedPolicyArns: ["arn:policy"] } } });
    };
    expect(never).to.be.a("function");
  });

  it("keeps its own role also where an override smuggles one in", async () => {
    const smuggled = { function: { role: "arn:aws:iam::111122223333:role/shared" } } as object;
    const { one } = await record(() => makeFunction("add", { overrides: smuggled }));
    expect(one(FUNCTION).inputs["role"]).to.equal(`arn:aws:iam::${ACCOUNT}:role/add-eu-west-1`);
  });
});
