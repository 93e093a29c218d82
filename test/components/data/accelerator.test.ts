import { expect } from "chai";
import { Accelerator } from "../../../components/data/accelerator";
import type { AcceleratorArgs } from "../../../components/data/accelerator-args";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { InputError } from "../../../components/input-error";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, recordBoth } from "../../support/record";
import { FakeGrantee } from "../encryption/fake-grantee";
import { expectLeastPrivilege, statementsOf } from "../encryption/least-privilege";

const CLUSTER = "aws:dax/cluster:Cluster";
const GRANT = "aws:iam/rolePolicy:RolePolicy";
const CLUSTER_ARN = "arn:aws:dax:eu-west-1:111122223333:cache/trends";
const TABLE_ARN = "arn:aws:dynamodb:eu-west-1:111122223333:table/Trends";

const outputs = (type: string) =>
  type === CLUSTER
    ? { arn: CLUSTER_ARN, clusterAddress: "trends.abc.dax-clusters.eu-west-1.amazonaws.com" }
    : undefined;

function makeAccelerator(args: Partial<AcceleratorArgs> = {}): Accelerator {
  const key = new Key("platform", { description: "Tests" });
  const table = new Table("trends-table", { key, tableName: "Trends", partitionKey: { name: "tag", type: "S" } });
  return new Accelerator("trends", {
    table,
    vpcId: "vpc-1",
    subnetIds: ["subnet-1", "subnet-2"],
    clients: { report: "sg-report" },
    ...args,
  });
}

describe("Accelerator", () => {
  it("is encrypted at rest and on the wire, in the VPC, in three nodes", async () => {
    const [update, preview] = await recordBoth(() => makeAccelerator(), { outputs });
    expect(preview.all.map(({ urn }) => urn)).to.have.members(update.all.map(({ urn }) => urn));
    const cluster = update.one(CLUSTER, "trends-cluster");
    expect(cluster.inputs).to.deep.equal({
      clusterName: "trends",
      nodeType: "dax.t3.small",
      replicationFactor: 3,
      iamRoleArn: "arn:aws:iam::111122223333:role/trends-role-id",
      subnetGroupName: "trends-subnets-id",
      parameterGroupName: "trends-parameters-id",
      securityGroupIds: ["trends-security-group-id"],
      serverSideEncryption: { enabled: true },
      clusterEndpointEncryptionType: "TLS",
    });
    expect(cluster.dependsOn).to.include(update.one(GRANT).urn);
    expect(update.one("aws:dax/subnetGroup:SubnetGroup").inputs["subnetIds"]).to.deep.equal(["subnet-1", "subnet-2"]);
    expect(update.one("platform:data:Accelerator").outputs).to.deep.equal({
      arn: CLUSTER_ARN,
      endpoint: "daxs://trends.abc.dax-clusters.eu-west-1.amazonaws.com",
    });
  });

  it("is reached only by its clients, on the TLS port", async () => {
    const { one, ofType } = await record(() => makeAccelerator({ clients: { report: "sg-report", load: "sg-load" } }));
    expect(one("aws:ec2/securityGroup:SecurityGroup").inputs).to.deep.equal({
      description: "DAX cluster trends",
      vpcId: "vpc-1",
    });
    expect(
      ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs),
    ).to.deep.equal(
      ["report", "load"].map((client) => ({
        description: `TLS from ${client}`,
        securityGroupId: "trends-security-group-id",
        referencedSecurityGroupId: `sg-${client}`,
        ipProtocol: "tcp",
        fromPort: 9111,
        toPort: 9111,
      })),
    );
  });

  it("may do with the table what its clients may ask for, and no more", async () => {
    for (const [access, count] of [
      ["read", 5],
      ["readWrite", 9],
    ] as const) {
      const { one } = await record(() => makeAccelerator({ access }));
      const { policy } = one(GRANT).inputs;
      await expectLeastPrivilege(policy);
      const [onTable, onKey] = statementsOf(policy);
      expect(onTable!.Resource).to.deep.equal([TABLE_ARN]);
      expect(onTable!.Action).to.include("dynamodb:DescribeTable").and.have.length(count);
      expect(onKey!.Action).to.deep.equal(["kms:Decrypt"]);
      expect(JSON.parse(one("aws:iam/role:Role").inputs["assumeRolePolicy"] as string)).to.deep.equal({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "dax.amazonaws.com" }, Action: "sts:AssumeRole" }],
      });
    }
  });

  it("caches for as long as asked", async () => {
    const { one } = await record(() => makeAccelerator({ itemTimeToLiveSeconds: 60 }));
    expect(one("aws:dax/parameterGroup:ParameterGroup").inputs["parameters"]).to.deep.equal([
      { name: "record-ttl-millis", value: "60000" },
      { name: "query-ttl-millis", value: "300000" },
    ]);
  });

  it("keeps encryption whatever is overridden", async () => {
    const { one } = await record(() =>
      makeAccelerator({
        nodes: 1,
        overrides: { cluster: { clusterEndpointEncryptionType: "NONE", serverSideEncryption: { enabled: false } } },
      }),
    );
    expect(one(CLUSTER).inputs).to.deep.include({
      replicationFactor: 1,
      serverSideEncryption: { enabled: true },
      clusterEndpointEncryptionType: "TLS",
    });
  });

  it("is granted on its own ARN", async () => {
    const { one } = await record(
      () => {
        const accelerator = makeAccelerator();
        accelerator.grantRead(new FakeGrantee("reader"));
        accelerator.grantReadWrite(new FakeGrantee("writer"));
      },
      { outputs },
    );
    const read = ["dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan"];
    const write = ["dax:PutItem", "dax:UpdateItem", "dax:DeleteItem", "dax:BatchWriteItem"];
    for (const [name, actions] of [
      ["reader-read-trends", read],
      ["writer-read-write-trends", [...read, ...write]],
    ] as const) {
      const { policy } = one(GRANT, name).inputs;
      await expectLeastPrivilege(policy);
      expect(statementsOf(policy)).to.deep.equal([
        { Sid: "UseAccelerator", Effect: "Allow", Action: actions, Resource: [CLUSTER_ARN] },
      ]);
    }
  });

  it("is monitored with metrics that CloudWatch has", async () => {
    const { result } = await record(() => makeAccelerator());
    const { alarms, widgets } = result.monitoring;
    const metrics = [...alarms.map(({ metric }) => metric), ...widgets.flatMap((widget) => widget.metrics)];
    expect(metrics.map(metricProblem).filter(Boolean)).to.deep.equal([]);
    expect(alarms.map(({ name }) => name)).to.deep.equal(["processor", "failing-requests", "throttled-requests"]);
  });

  const cases: [string, () => unknown, RegExp][] = [
    ["a name of 21 characters", () => makeAccelerator({ clusterName: "a".repeat(21) }), /clusterName is "a{21}"/],
    ["two hyphens", () => makeAccelerator({ clusterName: "my--cache" }), /clusterName is "my--cache"/],
    ["a hyphen at the end", () => makeAccelerator({ clusterName: "cache-" }), /clusterName is "cache-"/],
    ["a node type of another service", () => makeAccelerator({ nodeType: "cache.t3.small" }), /nodeType/],
    ["twelve nodes", () => makeAccelerator({ nodes: 12 }), /nodes is 12/],
    ["no node", () => makeAccelerator({ nodes: 0 }), /nodes is 0/],
    ["no client", () => makeAccelerator({ clients: {} }), /clients is \{\}/],
    ["no subnet", () => makeAccelerator({ subnetIds: [] }), /subnetIds is \[\]/],
    ["a cache of no time", () => makeAccelerator({ queryTimeToLiveSeconds: 0 }), /queryTimeToLiveSeconds is 0/],
  ];
  for (const [what, program, message] of cases)
    it(`refuses ${what}`, async () => {
      const error = await errorOf(program);
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.match(message);
    });

  it("refuses to let others write where it may only read", async () => {
    const error = await errorOf(() => makeAccelerator({ access: "read" }).grantReadWrite(new FakeGrantee("writer")));
    expect(error.message).to.equal('Accelerator "trends" has access "read"; it cannot let others write.');
  });
});
