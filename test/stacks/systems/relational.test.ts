import { expect } from "chai";
import { AuroraCluster, type AuroraClusterArgs } from "../../../components/data/aurora-cluster";
import { DatabaseProxy } from "../../../components/data/database-proxy";
import { Key } from "../../../components/encryption/key";
import { Network } from "../../../components/network/network";
import { metricProblem } from "../../../components/observability/check-metric";
import { errorOf, record, type Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

describe("relational", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await recordPlatform({ "platform:systems": JSON.stringify({ network: {}, relational: {} }) });
  });

  it("has a cluster of 1 to 2 units, encrypted, protected, backed up, with managed credentials and the Data API", () => {
    const { inputs } = platform.one("aws:rds/cluster:Cluster");
    expect(inputs).to.deep.include({
      engine: "aurora-mysql",
      storageEncrypted: true,
      kmsKeyId: ARN("kms", "key/relational-key-key-id"),
      deletionProtection: true,
      iamDatabaseAuthenticationEnabled: true,
      enableHttpEndpoint: true,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: ARN("kms", "key/relational-key-key-id"),
      serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 2 },
      enabledCloudwatchLogsExports: ["audit", "error", "slowquery"],
      port: 3307,
    });
    expect(inputs).not.to.have.property("masterPassword");
    expect(platform.one("aws:rds/clusterParameterGroup:ClusterParameterGroup").inputs["parameters"]).to.deep.include({
      name: "require_secure_transport",
      value: "ON",
    });
    expect(platform.one("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"]).to.deep.equal([
      "network-isolated-1-id",
      "network-isolated-2-id",
      "network-isolated-3-id",
    ]);
  });

  it("lets functions reach the proxy, and the proxy the cluster; nothing else", () => {
    const rules = platform
      .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) =>
        [inputs["securityGroupId"], inputs["referencedSecurityGroupId"], inputs["fromPort"]].join(" "),
      );
    expect(rules).to.have.members([
      "relational-cluster-group-id relational-proxy-proxy-group-id 3307",
      "relational-proxy-proxy-group-id relational-functions-group-id 3306",
    ]);
    for (const { inputs } of platform.ofType("aws:rds/clusterInstance:ClusterInstance"))
      expect(inputs).to.include({ publiclyAccessible: false, instanceClass: "db.serverless" });
  });

  it("connects by IAM over TLS, through a proxy that alone reads the secret", () => {
    expect(platform.one("aws:rds/proxy:Proxy").inputs).to.deep.include({
      requireTls: true,
      engineFamily: "MYSQL",
      auths: [
        {
          authScheme: "SECRETS",
          iamAuth: "REQUIRED",
          secretArn: ARN("secretsmanager", "secret:rds!relational-cluster-id"),
        },
      ],
    });
    const documents = roleDocument(platform, "student-records");
    expect(documents["connect-relational-proxy"]).to.deep.equal([
      {
        Sid: "Connect",
        Effect: "Allow",
        Action: "rds-db:connect",
        Resource: ARN("rds-db", "dbuser:prx-relational-proxy-proxy-id/platform_admin"),
      },
    ]);
    expect(JSON.stringify(documents)).not.to.contain("secretsmanager");
    expect(platform.one("aws:lambda/function:Function", "student-records-function").inputs["vpcConfig"]).to.deep.equal({
      subnetIds: ["network-private-1-id", "network-private-2-id", "network-private-3-id"],
      securityGroupIds: ["relational-functions-group-id"],
    });
  });

  it("migrates through the Data API of this cluster, with this secret", () => {
    const [run, read] = roleDocument(platform, "migrate-records")["data-api-relational"]!;
    expect(run).to.deep.include({ Resource: ARN("rds", "cluster:relational") });
    expect(read).to.deep.include({
      Action: "secretsmanager:GetSecretValue",
      Resource: ARN("secretsmanager", "secret:rds!relational-cluster-id"),
    });
  });

  function make(args: Partial<AuroraClusterArgs>, withProxy = false): AuroraCluster {
    const key = new Key("platform", { description: "Tests" });
    const network = new Network("net", { key });
    const cluster = new AuroraCluster("records", { key, network, databaseName: "records", ...args });
    if (withProxy) new DatabaseProxy("proxy", { key, network, cluster });
    return cluster;
  }

  it("has two instances by default, keeps a final snapshot, and alarms on metrics that exist", async () => {
    const { ofType, one, result } = await record(() => make({}, true).monitoring);
    expect(ofType("aws:rds/clusterInstance:ClusterInstance")).to.have.length(2);
    expect(one("aws:rds/cluster:Cluster").inputs).to.include({
      backupRetentionPeriod: 7,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "records-final",
    });
    for (const metric of [
      ...result.alarms.map((each) => each.metric),
      ...result.widgets.flatMap((each) => each.metrics),
    ])
      expect(metricProblem(metric)).to.equal(undefined);
  });

  it("pauses when idle with a minimum of 0, and not with a proxy", async () => {
    const { one } = await record(() => make({ pauseWhenIdle: true }));
    expect(one("aws:rds/cluster:Cluster").inputs["serverlessv2ScalingConfiguration"]).to.deep.equal({
      minCapacity: 0,
      maxCapacity: 2,
      secondsUntilAutoPause: 300,
    });
    const error = await errorOf(() => make({ pauseWhenIdle: true }, true));
    expect(error.message).to.match(/cluster\.pauseWhenIdle is true.*the cluster would never pause/);
  });

  it("refuses capacities, names and days that Aurora would refuse", async () => {
    const cases: [Partial<AuroraClusterArgs>, RegExp][] = [
      [{ minimumUnits: 0.7 }, /minimumUnits is 0\.7.*halves/],
      [{ minimumUnits: 4 }, /maximumUnits is 2.*at least the minimum/],
      [{ pauseWhenIdle: true, minimumUnits: 1 }, /minimumUnits is 1.*leave it out/],
      [{ backupRetentionDays: 36 }, /backupRetentionDays is 36/],
      [{ databaseName: "1x" }, /databaseName is "1x"/],
    ];
    for (const [args, message] of cases) expect((await errorOf(() => make(args))).message).to.match(message);
  });
});
