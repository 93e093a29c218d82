import { res, statement, U, type Cases } from "../support/cases";

const fn = "aws:lambda/function:Function";
const env = (variables: unknown) => ({ environment: { variables } });
const pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----";
const permission = "aws:lambda/permission:Permission";
const resourcePolicy = (parts: Record<string, unknown>, name = "bad") =>
  res("aws:lambda/resourcePolicy:ResourcePolicy", name, {
    policy: JSON.stringify(statement({ Action: "lambda:InvokeFunction", ...parts })),
  });
const bucketArn = "arn:aws:s3:::b";
const ruleArn = "arn:aws:events:eu-west-1:111122223333:rule/r";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/s";
const f = (name: string, inputs: Record<string, unknown> = {}, from?: Record<string, string[]>) =>
  res(fn, name, inputs, from);
const queue = (name: string, inputs: Record<string, unknown>) => res("aws:sqs/queue:Queue", name, inputs);
const source = (arn: unknown, functionName: unknown, from?: Record<string, string[]>) =>
  res(mapping, "mapping", { eventSourceArn: arn, functionName }, from);
const alarm = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", inputs, from);
const gateway = (name: unknown, from?: Record<string, string[]>) =>
  res(permission, "permission", { principal: "apigateway.amazonaws.com", function: name }, from);

export const lambda: Cases = {
  "lambda-permission-public": {
    type: permission,
    bad: {
      everybody: { principal: "*", action: "lambda:InvokeFunction", function: U },
      "with an empty scope": { principal: "*", sourceAccount: "" },
      "with a wildcard scope": { principal: "*", sourceArn: "*" },
      "for a URL": { principal: "*", functionUrlAuthType: "AWS_IAM" },
      "a layer": res("aws:lambda/layerVersionPermission:LayerVersionPermission", "bad", { principal: "*" }),
      "in a policy": resourcePolicy({ Principal: "*" }),
    },
    good: {
      "an organisation": { principal: "*", principalOrgId: "o-abcdefghij" },
      "an account": { principal: "*", sourceAccount: "111122223333" },
      "a source": { principal: "*", sourceArn: ruleArn },
      "an unknown source": { principal: "*", sourceArn: U },
      unknown: { principal: U },
      "a service": { principal: "s3.amazonaws.com" },
      "a number": { principal: "111122223333" },
      "in a policy, bound": resourcePolicy(
        { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
        "p",
      ),
    },
  },
  "lambda-permission-source-scope": {
    type: permission,
    bad: {
      "a service": { principal: "s3.amazonaws.com", function: U },
      "in upper case": { principal: "Events.AmazonAWS.com" },
      "in China": { principal: "events.amazonaws.com.cn" },
      "with empty scopes": { principal: "s3.amazonaws.com", sourceArn: "", sourceAccount: "" },
      "in a policy": resourcePolicy({ Principal: { Service: "s3.amazonaws.com" } }),
    },
    good: {
      "a source": { principal: "events.amazonaws.com", sourceArn: ruleArn },
      "an account": { principal: "s3.amazonaws.com", sourceAccount: "111122223333" },
      "an unknown source": { principal: "s3.amazonaws.com", sourceArn: U },
      "a role": { principal: "arn:aws:iam::111122223333:role/r" },
      "a number": { principal: "111122223333" },
      unknown: { principal: U },
      "in a policy": resourcePolicy(
        { Principal: { Service: "s3.amazonaws.com" }, Condition: { ArnLike: { "AWS:SourceArn": bucketArn } } },
        "p",
      ),
    },
  },
  "lambda-permission-source-account": {
    type: permission,
    bad: {
      "a bucket": { principal: "s3.amazonaws.com", sourceArn: bucketArn },
      "an unknown bucket": { principal: "s3.amazonaws.com", sourceArn: U },
      "any account": { principal: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-west-1:*:rule/r" },
      nothing: { principal: "events.amazonaws.com" },
    },
    good: {
      "a bucket with its account": {
        principal: "s3.amazonaws.com",
        sourceArn: bucketArn,
        sourceAccount: "111122223333",
      },
      "an unknown account": { principal: "s3.amazonaws.com", sourceArn: U, sourceAccount: U },
      "an ARN with its account": { principal: "events.amazonaws.com", sourceArn: ruleArn },
      "an unknown ARN": { principal: "apigateway.amazonaws.com", sourceArn: U },
      "an account": { principal: "111122223333" },
    },
  },
  "lambda-env-secrets": {
    type: fn,
    bad: {
      "an access key id": env({ KEY: "AKIAIOSFODNN7EXAMPLE" }),
      "a temporary key id": env({ KEY: "ASIAIOSFODNN7EXAMPLE" }),
      "a secret key": env({ SETTING: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }),
      "a secret key after its name": env({ SETTINGS: "key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }),
      "a private key of several lines": env({ CERT: pem }),
      "a private key in one line": env({ CERT: pem.replaceAll("\n", "\\n") }),
      "an encoded private key": env({ CERT: Buffer.from(pem).toString("base64") }),
      "within other text": env({ CONFIG: '{"id":"AKIAIOSFODNN7EXAMPLE"}' }),
      "beside unknown ones": env({ A: U, KEY: "AKIAIOSFODNN7EXAMPLE" }),
      "by its name": env({ AWS_SECRET_ACCESS_KEY: "short" }),
    },
    good: {
      "left out": {},
      settings: env({ TABLE_NAME: "students", LOG_LEVEL: "INFO", EMPTY: "" }),
      "a hash": env({ COMMIT: "356a192b7913b04c54574d18c28d46e6395428ab" }),
      "a hash after its name": env({ VERSION: "commit=356a192b7913b04c54574d18c28d46e6395428ab" }),
      "encoded text": env({ GREETING: Buffer.from("Hello, this is a greeting 123").toString("base64") }),
      "a long path": env({ PREFIX: "Service/Prod/v2/Config/Endpoint/Name1234" }),
      "an ARN": env({ SECRET_KEY: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/key-AbCdEf" }),
      "a certificate": env({ CERT: "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----" }),
      "a public key": env({ KEY: "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----" }),
      "a role's id": env({ ROLE: "AROAIOSFODNN7EXAMPLE" }),
      "a path": env({ QUEUE: "https://sqs.eu-west-1.amazonaws.com/111122223333/a-queue-with-a-long-name" }),
      "an unknown value": env({ AWS_SECRET_ACCESS_KEY: U }),
      unknown: { environment: U },
    },
  },
  "lambda-env-cmk": {
    type: fn,
    bad: {
      variables: env({ A: "1" }),
      "an unknown variable": env({ A: U }),
      "an empty key": { ...env({ A: "1" }), kmsKeyArn: "" },
    },
    good: {
      "no variables": {},
      "an empty map": env({}),
      "an empty map with Pulumi's own key": env({ __defaults: [] }),
      "a key": { ...env({ A: "1" }), kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
      "an unknown key": { ...env({ A: "1" }), kmsKeyArn: U },
      "unknown variables": env(U),
    },
  },
  "lambda-tracing": {
    type: fn,
    bad: { "left out": {}, "pass through": { tracingConfig: { mode: "PassThrough" } } },
    good: {
      active: { tracingConfig: { mode: "Active" } },
      unknown: { tracingConfig: U },
      "unknown mode": { tracingConfig: { mode: U } },
    },
  },
  "lambda-dlq": {
    type: fn,
    bad: { "left out": {}, empty: { deadLetterConfig: { targetArn: "" } } },
    good: { queue: { deadLetterConfig: { targetArn: "arn" } }, unknown: { deadLetterConfig: { targetArn: U } } },
  },
  "lambda-runtime-supported": {
    type: fn,
    bad: {
      ...Object.fromEntries(
        [
          "nodejs12.x",
          "nodejs16.x",
          "nodejs18.x",
          "python3.7",
          "python3.8",
          "go1.x",
          "dotnetcore3.1",
          "ruby2.7",
          "java8",
        ].map((runtime) => [runtime, { runtime }]),
      ),
      "stated as zip": { runtime: "python3.6", packageType: "Zip" },
      "with an unknown package": { runtime: "python3.6", packageType: U },
    },
    good: {
      ...Object.fromEntries(
        ["nodejs22.x", "nodejs24.x", "python3.13", "java21", "provided.al2023", "nodejs99.x"].map((runtime) => [
          runtime,
          { runtime },
        ]),
      ),
      image: { packageType: "Image" },
      "an image with a left-over": { packageType: "Image", runtime: "python3.6" },
      unknown: { runtime: U },
    },
  },
  "lambda-url-auth": {
    type: "aws:lambda/functionUrl:FunctionUrl",
    bad: { none: { authorizationType: "NONE" }, "left out": {} },
    good: { iam: { authorizationType: "AWS_IAM" }, unknown: { authorizationType: U } },
  },
  "lambda-url-cors": {
    type: "aws:lambda/functionUrl:FunctionUrl",
    bad: {
      everything: { cors: { allowOrigins: ["*"], allowMethods: ["*"] } },
      "among others": { cors: { allowOrigins: ["https://example.com", "*"], allowMethods: ["GET", "*"] } },
      "beside unknown ones": { cors: { allowOrigins: [U, "*"], allowMethods: ["*"] } },
    },
    good: {
      "left out": {},
      "some methods": { cors: { allowOrigins: ["*"], allowMethods: ["GET"] } },
      "some origins": { cors: { allowOrigins: ["https://example.com"], allowMethods: ["*"] } },
      unknown: { cors: U },
      "unknown methods": { cors: { allowOrigins: ["*"], allowMethods: U } },
    },
  },
  "lambda-vpc-multi-az": {
    type: fn,
    bad: {
      one: { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
      "one that is not known": { vpcConfig: { subnetIds: [U] } },
      "one twice": { vpcConfig: { subnetIds: ["subnet-1", "subnet-1"] } },
    },
    good: {
      "no VPC": {},
      "no subnets": { vpcConfig: { subnetIds: [], securityGroupIds: [] } },
      two: { vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } },
      "two that are not known": { vpcConfig: { subnetIds: [U, U] } },
      unknown: { vpcConfig: { subnetIds: U } },
    },
  },
  "lambda-reserved-concurrency": {
    type: fn,
    bad: {
      "left out": {},
      "the provider's default": { reservedConcurrentExecutions: -1 },
      zero: { reservedConcurrentExecutions: 0 },
    },
    good: {
      some: { reservedConcurrentExecutions: 5 },
      "as text": { reservedConcurrentExecutions: "5" },
      unknown: { reservedConcurrentExecutions: U },
    },
  },
  "lambda-esm-failure-destination": {
    type: mapping,
    bad: {
      kinesis: { eventSourceArn: stream },
      dynamodb: { eventSourceArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/1" },
      empty: { eventSourceArn: stream, destinationConfig: { onFailure: { destinationArn: "" } } },
      "a stream of the same program": { eventSourceArn: U, startingPosition: "LATEST" },
    },
    good: {
      queue: { eventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:q" },
      destination: { eventSourceArn: stream, destinationConfig: { onFailure: { destinationArn: "arn" } } },
      "an unknown destination": { eventSourceArn: stream, destinationConfig: { onFailure: { destinationArn: U } } },
      "an unknown source": { eventSourceArn: U },
      kafka: { eventSourceArn: U, startingPosition: "LATEST", topics: ["t"] },
    },
  },
  "lambda-async-failure-destination": {
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    bad: {
      "left out": { functionName: "f" },
      "success only": { destinationConfig: { onSuccess: { destination: "arn" } } },
      empty: { destinationConfig: { onFailure: {} } },
    },
    good: {
      destination: { destinationConfig: { onFailure: { destination: "arn" } } },
      unknown: { destinationConfig: U },
      "an unknown one": { destinationConfig: { onFailure: { destination: U } } },
    },
  },
  "lambda-api-timeout": {
    bad: {
      "by name": [f("bad", { name: "f", timeout: 30 }), gateway("f")],
      "by reference": [f("bad", { timeout: 60 }), gateway(U, { function: ["bad"] })],
      "by alias": [
        f("bad", { timeout: 60 }),
        res("aws:lambda/alias:Alias", "live", { functionName: U }, { functionName: ["bad"] }),
        gateway(U, { function: ["live"] }),
      ],
    },
    good: {
      short: [f("f", { name: "f", timeout: 29 }), gateway("f")],
      default: [f("f", { name: "f" }), gateway("f")],
      "not called": [f("f", { name: "f", timeout: 900 }), gateway("g")],
      unknown: [f("f", { name: "f", timeout: U }), gateway("f")],
    },
  },
  "sqs-visibility-timeout": {
    bad: {
      default: [
        queue("bad", { name: "q" }),
        f("f", { name: "f", timeout: 10 }),
        source("arn:aws:sqs:eu-west-1:111122223333:q", "f"),
      ],
      "by reference": [
        queue("bad", { visibilityTimeoutSeconds: 59 }),
        f("f", { timeout: 10 }),
        source(U, U, { eventSourceArn: ["bad"], functionName: ["f"] }),
      ],
    },
    good: {
      long: [
        queue("q", { name: "q", visibilityTimeoutSeconds: 60 }),
        f("f", { name: "f", timeout: 10 }),
        source("arn:aws:sqs:eu-west-1:111122223333:q", "f"),
      ],
      unknown: [
        queue("q", { name: "q", visibilityTimeoutSeconds: U }),
        f("f", { name: "f", timeout: 10 }),
        source("arn:aws:sqs:eu-west-1:111122223333:q", "f"),
      ],
      "no consumer": [queue("q", { name: "q" }), f("f", { timeout: 900 })],
    },
  },
  "lambda-shared-role": {
    bad: {
      "by ARN": [f("bad1", { role: "arn:r" }), f("bad2", { role: "arn:r" }), f("c", { role: "arn:s" })],
      "by reference": [
        res("aws:iam/role:Role", "r"),
        f("bad1", { role: U }, { role: ["r"] }),
        f("bad2", { role: U }, { role: ["r"] }),
      ],
    },
    good: {
      "one each": [f("a", { role: "arn:r" }), f("b", { role: "arn:s" })],
      unknown: [f("a", { role: U }), f("b", { role: U })],
    },
  },
  "lambda-log-group": {
    bad: {
      none: [f("bad", { name: "f" })],
      "of another function": [
        f("bad", { name: "f" }),
        res("aws:cloudwatch/logGroup:LogGroup", "g", { name: "/aws/lambda/g" }),
      ],
    },
    good: {
      "by name": [f("x", { name: "f" }), res("aws:cloudwatch/logGroup:LogGroup", "g", { name: "/aws/lambda/f" })],
      "by reference": [f("x"), res("aws:cloudwatch/logGroup:LogGroup", "g", { name: U }, { name: ["x"] })],
      stated: [f("x", { loggingConfig: { logGroup: U } })],
    },
  },
  "lambda-alarms": {
    bad: {
      none: [f("bad", { name: "f" })],
      "of another function": [f("bad", { name: "f" }), alarm({ dimensions: { FunctionName: "g" } })],
    },
    good: {
      "by name": [f("x", { name: "f" }), alarm({ dimensions: { FunctionName: "f" } })],
      "by reference": [f("x"), alarm({ dimensions: { FunctionName: U } }, { dimensions: ["x"] })],
      computed: [
        f("x", { name: "f" }),
        alarm({ metricQueries: [{ expression: "a" }, { metric: { dimensions: { FunctionName: "f" } } }] }),
      ],
    },
  },
  "lambda-tags": {
    type: fn,
    bad: { none: {}, empty: { tags: {} } },
    good: { own: { tags: { system: "students" } }, unknown: { tags: U } },
  },
};
