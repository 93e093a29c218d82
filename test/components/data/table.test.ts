import { expect } from "chai";
import { Table } from "../../../components/data/table";
import type { TableArgs } from "../../../components/data/table-args";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { metricProblem } from "../../../components/observability/check-metric";
import type { MathMetric, Metric } from "../../../components/observability/monitoring";
import { errorOf, record, recordBoth, valueOf } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const TABLE = "aws:dynamodb/table:Table";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ARN = "arn:aws:dynamodb:eu-west-1:111122223333:table/StudentDetails";
const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/platform-key-id";

const useKey = {
  Sid: "UseKeyThroughDynamodb",
  Effect: "Allow",
  Action: ["kms:Decrypt"],
  Resource: [KEY_ARN],
  Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
};

const byDepartment = {
  name: "by-department",
  partitionKey: { name: "Department", type: "S" as const },
  sortKey: { name: "Year", type: "N" as const },
};

function makeTable(args: Partial<TableArgs> = {}): Table {
  const key = new Key("platform", { description: "Tests" });
  return new Table("students", {
    key,
    tableName: "StudentDetails",
    partitionKey: { name: "Roll", type: "S" },
    ...args,
  });
}

/** The statements of what one grant gives. */
async function granted(args: Partial<TableArgs>, grant: (table: Table, grantee: FakeGrantee) => void) {
  const { one } = await record(() => grant(makeTable(args), new FakeGrantee("reader")));
  const { policy } = one(POLICY).inputs;
  await expectLeastPrivilege(policy);
  return statementsOf(policy);
}

describe("Table", () => {
  it("is encrypted, restorable, protected and on demand with nothing but a key", async () => {
    const recorded = await recordBoth(() => makeTable());
    const [update, preview] = recorded;
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    expect(update.one(TABLE, "students-table").inputs).to.deep.equal({
      name: "StudentDetails",
      hashKey: "Roll",
      attributes: [{ name: "Roll", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      deletionProtectionEnabled: true,
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
    });
    for (const { one } of recorded) {
      expect(one(TABLE)).to.include({ protect: true, retainOnDelete: true });
      expect(one(TABLE).parent).to.equal(one("platform:data:Table").urn);
    }
    expect(update.one("platform:data:Table").outputs).to.deep.equal({ arn: ARN, tableName: "StudentDetails" });
  });

  it("has what is asked for: sort key, indexes, stream, expiry, tags", async () => {
    const { one, result } = await record(() =>
      makeTable({
        sortKey: { name: "At", type: "N" },
        indexes: [
          byDepartment,
          { name: "by-name", sortKey: { name: "LastName", type: "S" }, projection: "KEYS_ONLY" },
          {
            name: "by-year",
            partitionKey: { name: "Year", type: "N" },
            projection: "INCLUDE",
            nonKeyAttributes: ["FirstName"],
          },
        ],
        stream: "NEW_IMAGE",
        timeToLiveAttribute: "expires",
        recoveryPeriodDays: 7,
        tableClass: "STANDARD_INFREQUENT_ACCESS",
        tags: { owner: "office" },
      }),
    );
    expect(one(TABLE).inputs).to.deep.include({
      hashKey: "Roll",
      rangeKey: "At",
      attributes: [
        { name: "Roll", type: "S" },
        { name: "At", type: "N" },
        { name: "Department", type: "S" },
        { name: "Year", type: "N" },
        { name: "LastName", type: "S" },
      ],
      globalSecondaryIndexes: [
        {
          name: "by-department",
          keySchemas: [
            { attributeName: "Department", keyType: "HASH" },
            { attributeName: "Year", keyType: "RANGE" },
          ],
          projectionType: "ALL",
        },
        {
          name: "by-year",
          keySchemas: [{ attributeName: "Year", keyType: "HASH" }],
          projectionType: "INCLUDE",
          nonKeyAttributes: ["FirstName"],
        },
      ],
      localSecondaryIndexes: [{ name: "by-name", rangeKey: "LastName", projectionType: "KEYS_ONLY" }],
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
      ttl: { enabled: true, attributeName: "expires" },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 },
      tableClass: "STANDARD_INFREQUENT_ACCESS",
      tags: { owner: "office" },
    });
    expect(await valueOf(result.streamArn)).to.equal(`${ARN}/stream/2026-01-01T00:00:00.000`);
  });

  it("can be destroyed where that is asked for", async () => {
    const { one } = await record(() => makeTable({ removal: "destroy" }));
    expect(one(TABLE)).to.include({ protect: false, retainOnDelete: false });
    expect(one(TABLE).inputs["deletionProtectionEnabled"]).to.equal(false);
  });

  it("keeps encryption and recovery whatever is overridden", async () => {
    const { one } = await record(() =>
      makeTable({
        overrides: {
          table: {
            serverSideEncryption: { enabled: false },
            pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 3 },
            tableClass: "STANDARD",
          },
        },
      }),
    );
    expect(one(TABLE).inputs).to.deep.include({
      serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 3 },
      tableClass: "STANDARD",
    });
  });

  it("caps on-demand capacity where asked", async () => {
    const { one } = await record(() => makeTable({ capacity: { mode: "onDemand", maximumWriteUnits: 100 } }));
    expect(one(TABLE).inputs).to.deep.include({
      billingMode: "PAY_PER_REQUEST",
      onDemandThroughput: { maxWriteRequestUnits: 100 },
    });
  });

  it("scales provisioned capacity, of the table and its global indexes", async () => {
    const program = () =>
      makeTable({
        capacity: {
          mode: "provisioned",
          read: { minimum: 2, maximum: 20 },
          write: { minimum: 1, maximum: 10, targetUtilizationPercent: 50 },
        },
        indexes: [byDepartment],
      });
    const [update, preview] = await recordBoth(program);
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const table = update.one(TABLE);
    expect(table.inputs).to.include({ billingMode: "PROVISIONED", readCapacity: 2, writeCapacity: 1 });
    expect((table.inputs["globalSecondaryIndexes"] as object[])[0]).to.include({ readCapacity: 2, writeCapacity: 1 });
    expect(table.ignoreChanges).to.deep.equal([
      "readCapacity",
      "writeCapacity",
      "globalSecondaryIndexes[*].readCapacity",
      "globalSecondaryIndexes[*].writeCapacity",
    ]);
    const targets = update.ofType("aws:appautoscaling/target:Target").map(({ inputs }) => inputs);
    expect(targets).to.deep.equal([
      target("table/StudentDetails", "dynamodb:table:ReadCapacityUnits", 2, 20),
      target("table/StudentDetails", "dynamodb:table:WriteCapacityUnits", 1, 10),
      target("table/StudentDetails/index/by-department", "dynamodb:index:ReadCapacityUnits", 2, 20),
      target("table/StudentDetails/index/by-department", "dynamodb:index:WriteCapacityUnits", 1, 10),
    ]);
    const policies = update.ofType("aws:appautoscaling/policy:Policy").map(({ inputs }) => inputs);
    expect(policies.map((policy) => policy["targetTrackingScalingPolicyConfiguration"])).to.deep.equal([
      tracking("DynamoDBReadCapacityUtilization", 70),
      tracking("DynamoDBWriteCapacityUtilization", 50),
      tracking("DynamoDBReadCapacityUtilization", 70),
      tracking("DynamoDBWriteCapacityUtilization", 50),
    ]);
    expect(policies.map((policy) => policy["scalableDimension"])).to.deep.equal(
      targets.map((each) => each["scalableDimension"]),
    );
  });

  it("reports contributors of the table and its global indexes where asked", async () => {
    const { ofType } = await record(() => makeTable({ contributorInsights: true, indexes: [byDepartment] }));
    expect(ofType("aws:dynamodb/contributorInsights:ContributorInsights").map(({ inputs }) => inputs)).to.deep.equal([
      { tableName: "StudentDetails" },
      { tableName: "StudentDetails", indexName: "by-department" },
    ]);
  });

  describe("grants", () => {
    it("reading by default: items and queries, no scan, and the key", async () => {
      expect(await granted({}, (table, reader) => table.grantRead(reader))).to.deep.equal([
        {
          Sid: "ReadItems",
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
          Resource: [ARN],
        },
        useKey,
      ]);
    });

    it("exactly PutItem, or GetItem, on the one table", async () => {
      const put = await granted({}, (table, writer) => table.grantWrite(writer, { actions: ["dynamodb:PutItem"] }));
      expect(put).to.deep.equal([
        { Sid: "WriteItems", Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: [ARN] },
        useKey,
      ]);
      const get = await granted({}, (table, reader) => table.grantRead(reader, { actions: ["dynamodb:GetItem"] }));
      expect(get).to.deep.equal([
        { Sid: "ReadItems", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [ARN] },
        useKey,
      ]);
    });

    it("the indexes' ARNs only for actions that work on indexes", async () => {
      const statements = await granted({ indexes: [byDepartment] }, (table, reader) =>
        table.grantRead(reader, { actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"] }),
      );
      expect(statements).to.deep.equal([
        { Sid: "ReadItems", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [ARN] },
        {
          Sid: "ReadIndexes",
          Effect: "Allow",
          Action: ["dynamodb:Query", "dynamodb:Scan"],
          Resource: [ARN, `${ARN}/index/by-department`],
        },
        useKey,
      ]);
      const without = await granted({ indexes: [byDepartment] }, (table, reader) =>
        table.grantRead(reader, { indexes: [] }),
      );
      expect(without.map(({ Resource }) => Resource)).to.deep.equal([[ARN], [KEY_ARN]]);
    });

    it("reading and writing in one", async () => {
      const statements = await granted({}, (table, both) => table.grantReadWrite(both));
      expect(statements[0]).to.deep.include({
        Sid: "ReadWriteItems",
        Action: [
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:BatchWriteItem",
        ],
      });
    });

    it("the caller's own items only", async () => {
      const conditions = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["me"] } };
      const [own] = await granted({}, (table, user) =>
        table.grantRead(user, { actions: ["dynamodb:GetItem"], conditions }),
      );
      expect(own!.Condition).to.deep.equal(conditions);
    });

    it("reading the stream, and nothing of the table", async () => {
      const statements = await granted({ stream: "NEW_IMAGE" }, (table, reader) => table.grantStreamRead(reader));
      expect(statements).to.deep.equal([
        {
          Sid: "ReadStream",
          Effect: "Allow",
          Action: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          Resource: [`${ARN}/stream/2026-01-01T00:00:00.000`],
        },
        useKey,
      ]);
    });

    it("are made in preview too", async () => {
      const { ofType } = await record(() => makeTable({ stream: "KEYS_ONLY" }).grantStreamRead(new FakeGrantee("r")), {
        preview: true,
      });
      expect(ofType(POLICY).map(({ name }) => name)).to.deep.equal(["r-read-stream-students"]);
    });

    const wrong: [string, Partial<TableArgs>, (table: Table, grantee: FakeGrantee) => unknown, RegExp][] = [
      ["reading a stream there is not", {}, (t, g) => t.grantStreamRead(g), /stream is missing/],
      ["no action", {}, (t, g) => t.grantRead(g, { actions: [] }), /actions is \[\]/],
      ["writing as reading", {}, (t, g) => t.grantRead(g, { actions: ["dynamodb:PutItem" as never] }), /read grant/],
      ["reading as writing", {}, (t, g) => t.grantWrite(g, { actions: ["dynamodb:Scan" as never] }), /write grant/],
      ["a wildcard", {}, (t, g) => t.grantReadWrite(g, { actions: ["dynamodb:*" as never] }), /"dynamodb:\*"/],
      ["an unknown index", {}, (t, g) => t.grantRead(g, { indexes: ["by-name"] }), /indexes is "by-name"/],
    ];
    for (const [what, args, grant, message] of wrong)
      it(`refuse ${what}`, async () => {
        const error = await errorOf(() => grant(makeTable(args), new FakeGrantee("reader")));
        expect(error).to.be.instanceOf(InputError);
        expect(error.message).to.match(message);
      });
  });

  describe("monitoring", () => {
    it("uses metrics that CloudWatch has", async () => {
      const { result } = await record(() => makeTable({ indexes: [byDepartment] }));
      const metrics = [
        ...result.monitoring.alarms.map((alarm) => alarm.metric),
        ...result.monitoring.widgets.flatMap((widget) => widget.metrics),
      ];
      expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
      const indexed = result.monitoring.widgets.flatMap((widget) => widget.metrics as Metric[]);
      expect(indexed.filter((metric) => metric.dimensions?.["GlobalSecondaryIndexName"] !== undefined)).to.have.length(
        2,
      );
    });

    it("sums throttles and errors over all operations, within CloudWatch's ten metrics", async () => {
      const { result } = await record(() => makeTable());
      const [throttled, failed] = result.monitoring.alarms;
      for (const [alarm, name] of [
        [throttled!, "ThrottledRequests"],
        [failed!, "SystemErrors"],
      ] as const) {
        const metric = alarm.metric as MathMetric;
        const parts = Object.entries(metric.metrics);
        expect(parts).to.have.length(10);
        for (const [id, part] of parts) {
          expect(id).to.match(/^[a-z]\w*$/);
          expect(metric.expression).to.include(`FILL(${id}, 0)`);
          expect(part).to.include({ name, statistic: "Sum" });
        }
        expect(new Set(parts.map(([, part]) => part.dimensions["Operation"]))).to.have.length(10);
        expect(alarm).to.include({ threshold: 0, evaluationPeriods: 5, datapointsToAlarm: 3 });
        expect(alarm.reason).to.include("https://docs.aws.amazon.com/");
      }
      expect(throttled!.severity).to.equal("warning");
      expect(failed!.severity).to.equal("critical");
    });
  });

  describe("refuses", () => {
    const index = (name: string, more: object = {}) => ({ ...byDepartment, name, ...more });
    const cases: [string, Partial<TableArgs>, RegExp][] = [
      ["too short a name", { tableName: "ab" }, /tableName is "ab"; use 3 to 255/],
      ["a name with a space", { tableName: "Student Details" }, /tableName is/],
      ["no partition key", { partitionKey: undefined }, /partitionKey is missing/],
      ["a key of another type", { partitionKey: { name: "Roll", type: "BOOL" as never } }, /attribute Roll is "BOOL"/],
      ["a nameless key", { sortKey: { name: "", type: "S" } }, /key attribute is ""/],
      ["too long a recovery period", { recoveryPeriodDays: 36 }, /recoveryPeriodDays is 36/],
      ["an expiry attribute that is a string key", { timeToLiveAttribute: "Roll" }, /timeToLiveAttribute is "Roll"/],
      [
        "one attribute with two types",
        { indexes: [index("x1x", { sortKey: { name: "Roll", type: "N" } })] },
        /one type/,
      ],
      ["an index twice", { indexes: [index("twice"), index("twice")] }, /indexes\.name is "twice"/],
      ["a bad index name", { indexes: [index("a b")] }, /indexes\.name is "a b"/],
      ["21 global indexes", { indexes: Array.from({ length: 21 }, (_, n) => index(`index-${n}`)) }, /at most 20/],
      [
        "6 local indexes",
        {
          sortKey: { name: "At", type: "N" },
          indexes: Array.from({ length: 6 }, (_, n) => ({ name: `local-${n}`, sortKey: { name: `k${n}`, type: "S" } })),
        },
        /at most 5 local/,
      ],
      [
        "a local index without the table's sort key",
        { indexes: [{ name: "local", sortKey: { name: "x", type: "S" } }] },
        /partition key/,
      ],
      [
        "a local index without a sort key",
        { sortKey: { name: "At", type: "N" }, indexes: [{ name: "local" }] },
        /sortKey is "local"/,
      ],
      ["an INCLUDE of nothing", { indexes: [index("included", { projection: "INCLUDE" })] }, /nonKeyAttributes/],
      ["attributes without INCLUDE", { indexes: [index("all", { nonKeyAttributes: ["x"] })] }, /nonKeyAttributes/],
      [
        "101 included attributes",
        {
          indexes: [
            index("many", { projection: "INCLUDE", nonKeyAttributes: Array.from({ length: 101 }, (_, n) => `a${n}`) }),
          ],
        },
        /at most 100/,
      ],
      ["a maximum of no units", { capacity: { mode: "onDemand", maximumReadUnits: 0 } }, /maximumReadUnits is 0/],
      [
        "a range upside down",
        { capacity: { mode: "provisioned", read: { minimum: 5, maximum: 4 }, write: { minimum: 1, maximum: 1 } } },
        /read\.maximum is 4; use at least 5/,
      ],
      [
        "a target of 95 %",
        {
          capacity: {
            mode: "provisioned",
            read: { minimum: 1, maximum: 4 },
            write: { minimum: 1, maximum: 2, targetUtilizationPercent: 95 },
          },
        },
        /write\.targetUtilizationPercent is 95/,
      ],
    ];
    for (const [what, args, message] of cases)
      it(what, async () => {
        const error = await errorOf(() => makeTable(args));
        expect(error).to.be.instanceOf(InputError);
        expect(error.message)
          .to.match(/^platform:data:Table "students": /)
          .and.match(message);
      });
  });
});

function target(resourceId: string, scalableDimension: string, minCapacity: number, maxCapacity: number) {
  return { serviceNamespace: "dynamodb", resourceId, scalableDimension, minCapacity, maxCapacity };
}

function tracking(predefinedMetricType: string, targetValue: number) {
  return { predefinedMetricSpecification: { predefinedMetricType }, targetValue };
}
