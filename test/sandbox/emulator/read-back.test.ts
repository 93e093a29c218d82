import { CloudWatchClient, ListDashboardsCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

const scope = { accountId: "111122223333", region: "eu-west-1" };

describe("what the emulator is told, it tells again", function () {
  this.timeout(120_000);

  async function ec2(Action: string, parameters: Record<string, string>): Promise<string> {
    const { endpoint } = await runningEmulator();
    const body = new URLSearchParams({ Action, Version: "2016-11-15", ...parameters });
    return (await fetch(endpoint, { method: "POST", headers: signedHeaders("ec2", scope), body })).text();
  }
  async function json(service: string, target: string, input: object): Promise<Record<string, any>> {
    const { endpoint } = await runningEmulator();
    const headers = {
      ...signedHeaders(service, scope),
      "x-amz-target": target,
      "content-type": "application/x-amz-json-1.1",
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(input) });
    return (await answer.json()) as Record<string, any>;
  }
  const first = (text: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(text)?.[1] ?? "";

  it("of an endpoint: its policy, and whether the service's names lead to it", async () => {
    const vpc = first(await ec2("CreateVpc", { CidrBlock: "10.9.0.0/16" }), "vpcId");
    const policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}';
    const made = await ec2("CreateVpcEndpoint", {
      VpcId: vpc,
      ServiceName: "com.amazonaws.eu-west-1.logs",
      VpcEndpointType: "Interface",
      PolicyDocument: policy,
      PrivateDnsEnabled: "true",
    });
    const VpcEndpointId = first(made, "vpcEndpointId");
    const ask = () => ec2("DescribeVpcEndpoints", { "VpcEndpointId.1": VpcEndpointId });
    expect(first(await ask(), "policyDocument").replaceAll("&quot;", '"')).to.equal(policy);
    expect(first(await ask(), "privateDnsEnabled")).to.equal("true");
    await ec2("ModifyVpcEndpoint", { VpcEndpointId, PrivateDnsEnabled: "false" });
    expect(first(await ask(), "privateDnsEnabled")).to.equal("false");
    expect(first(await ask(), "policyDocument")).not.to.equal("");
  });

  it("of an API's own name: that it is ready, how it is changed, and what is mapped to all of it", async () => {
    const { endpoint } = await runningEmulator();
    const headers = { ...signedHeaders("apigateway", scope), "content-type": "application/json" };
    const body = JSON.stringify({ domainName: "api.example.org", endpointConfiguration: { types: ["REGIONAL"] } });
    const made = (await (await fetch(`${endpoint}/domainnames`, { method: "POST", headers, body })).json()) as object;
    expect(made).to.include({ domainName: "api.example.org", domainNameStatus: "AVAILABLE" });
    expect(made).to.not.have.property("mutualTlsAuthentication");
    const path = `${endpoint}/domainnames/api.example.org`;
    expect(await (await fetch(path, { headers })).json()).to.deep.equal(made);
    const patchOperations = [{ op: "replace", path: "/endpointConfiguration/ipAddressType", value: "dualstack" }];
    await fetch(path, { method: "PATCH", headers, body: JSON.stringify({ patchOperations }) });
    expect(await (await fetch(path, { headers })).json())
      .to.have.property("endpointConfiguration")
      .that.deep.equals({ types: ["REGIONAL"], ipAddressType: "dualstack" });
    const mapping = { basePath: "", restApiId: "a1b2c3d4", stage: "Dev" };
    await fetch(`${path}/basepathmappings`, { method: "POST", headers, body: JSON.stringify(mapping) });
    const told = await fetch(`${path}/basepathmappings/(none)`, { headers });
    expect(await told.json()).to.deep.equal({ ...mapping, basePath: "(none)" });
  });

  it("of a dashboard: when it was changed, in a form that the SDK reads", async () => {
    const { endpoint } = await runningEmulator();
    const credentials = { accessKeyId: scope.accountId, secretAccessKey: "test" };
    const cloudwatch = new CloudWatchClient({ endpoint, region: scope.region, credentials });
    const DashboardName = "told";
    await cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: '{"widgets":[]}' }));
    const { DashboardEntries } = await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: "told" }));
    cloudwatch.destroy();
    expect(DashboardEntries).to.have.length(1);
    expect(Date.now() - DashboardEntries![0]!.LastModified!.getTime()).to.be.within(-2000, 120_000);
  });

  it("of a certificate: the kind of its key", async () => {
    const { CertificateArn } = await json("acm", "CertificateManager.RequestCertificate", {
      DomainName: "www.example.org",
      ValidationMethod: "DNS",
      KeyAlgorithm: "EC_prime256v1",
    });
    const told = await json("acm", "CertificateManager.DescribeCertificate", { CertificateArn });
    expect(told["Certificate"]).to.include({ DomainName: "www.example.org", KeyAlgorithm: "EC_prime256v1" });
  });

  it("of a flow log: its role, its interval and its tags", async () => {
    const vpc = first(await ec2("CreateVpc", { CidrBlock: "10.8.0.0/16" }), "vpcId");
    await ec2("CreateFlowLogs", {
      "ResourceId.1": vpc,
      ResourceType: "VPC",
      TrafficType: "ALL",
      LogDestination: "arn:aws:logs:eu-west-1:111122223333:log-group:flow",
      DeliverLogsPermissionArn: "arn:aws:iam::111122223333:role/flow",
      MaxAggregationInterval: "60",
      "TagSpecification.1.ResourceType": "vpc-flow-log",
      "TagSpecification.1.Tag.1.Key": "Owner",
      "TagSpecification.1.Tag.1.Value": "platform",
    });
    const told = await ec2("DescribeFlowLogs", { "Filter.1.Name": "resource-id", "Filter.1.Value.1": vpc });
    expect(first(told, "deliverLogsPermissionArn")).to.equal("arn:aws:iam::111122223333:role/flow");
    expect(first(told, "maxAggregationInterval")).to.equal("60");
    expect(told).to.contain("<key>Owner</key>");
  });

  it("of a stream: the tags that it was made with", async () => {
    await json("kinesis", "Kinesis_20131202.CreateStream", {
      StreamName: "tagged",
      ShardCount: 1,
      Tags: { Owner: "platform" },
    });
    const { Tags } = await json("kinesis", "Kinesis_20131202.ListTagsForStream", { StreamName: "tagged" });
    expect(Tags).to.deep.equal([{ Key: "Owner", Value: "platform" }]);
  });

  it("of a state machine: whether it sends traces", async () => {
    const target = (name: string) => `AWSStepFunctions.${name}`;
    const { stateMachineArn } = await json("states", target("CreateStateMachine"), {
      name: "traced",
      definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
      roleArn: "arn:aws:iam::111122223333:role/traced",
      tracingConfiguration: { enabled: true },
    });
    const ask = () => json("states", target("DescribeStateMachine"), { stateMachineArn });
    expect((await ask())["tracingConfiguration"]).to.deep.equal({ enabled: true });
    await json("states", target("UpdateStateMachine"), { stateMachineArn, tracingConfiguration: { enabled: false } });
    expect((await ask())["tracingConfiguration"]).to.deep.equal({ enabled: false });
  });

  it("of a service of ECS: whether it balances zones", async () => {
    const target = (name: string) => `AmazonEC2ContainerServiceV20141113.${name}`;
    await json("ecs", target("CreateCluster"), { clusterName: "balanced" });
    await json("ecs", target("RegisterTaskDefinition"), {
      family: "balanced",
      containerDefinitions: [{ name: "one", image: "one", memory: 128 }],
    });
    await json("ecs", target("CreateService"), {
      cluster: "balanced",
      serviceName: "balanced",
      taskDefinition: "balanced",
      desiredCount: 0,
      availabilityZoneRebalancing: "ENABLED",
    });
    const { services } = await json("ecs", target("DescribeServices"), { cluster: "balanced", services: ["balanced"] });
    expect(services[0]).to.include({ availabilityZoneRebalancing: "ENABLED" });
  });

  it("of a bus: its whole policy", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Organization",
          Effect: "Allow",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: "*",
          Condition: {},
        },
      ],
    });
    await json("events", "AWSEvents.PutPermission", { EventBusName: "default", Policy });
    await json("events", "AWSEvents.PutPermission", { EventBusName: "default", Policy });
    const told = await json("events", "AWSEvents.DescribeEventBus", { Name: "default" });
    expect(JSON.parse(told["Policy"] as string)).to.deep.equal(JSON.parse(Policy));
  });

  it("of a service's own role: that nobody described it", async () => {
    const { endpoint } = await runningEmulator();
    const body = new URLSearchParams({ Action: "CreateServiceLinkedRole", AWSServiceName: "config.amazonaws.com" });
    const answer = await fetch(endpoint, { method: "POST", headers: signedHeaders("iam", scope), body });
    expect(answer.status).to.equal(200);
    expect(await answer.text()).not.to.contain("Service-linked role for");
  });

  it("of a trail: its tags, its log group, and what is watched for in it", async () => {
    const target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
    const call = (action: string, input: object) => json("cloudtrail", `${target}.${action}`, input);
    const group = "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*";
    const { TrailARN } = await call("CreateTrail", {
      Name: "told",
      S3BucketName: "bucket",
      CloudWatchLogsLogGroupArn: group,
      TagsList: [{ Key: "Owner", Value: "platform" }],
    });
    expect((await call("GetTrail", { Name: "told" }))["Trail"]).to.include({ CloudWatchLogsLogGroupArn: group });
    const { ResourceTagList } = await call("ListTags", { ResourceIdList: [TrailARN] });
    expect(ResourceTagList[0].TagsList).to.deep.equal([{ Key: "Owner", Value: "platform" }]);
    expect((await call("GetInsightSelectors", { TrailName: "told" }))["__type"]).to.match(/InsightNotEnabled/);
    const InsightSelectors = [{ InsightType: "ApiCallRateInsight" }];
    await call("PutInsightSelectors", { TrailName: "told", InsightSelectors });
    expect(await call("GetInsightSelectors", { TrailName: "told" })).to.deep.include({ InsightSelectors });
    expect((await call("GetTrail", { Name: "told" }))["Trail"]).to.include({ HasInsightSelectors: true });
  });

  it("of a cluster and its instance: insights and exported logs; a proxy gets a name with a certificate", async () => {
    const { endpoint } = await runningEmulator();
    const rds = async (Action: string, parameters: Record<string, string>) => {
      const body = new URLSearchParams({ Action, Version: "2014-10-31", ...parameters });
      const answer = await fetch(endpoint, { method: "POST", headers: signedHeaders("rds", scope), body });
      const text = await answer.text();
      expect(answer.status, text).to.equal(200);
      return text;
    };
    const DBClusterIdentifier = "told";
    const key = "arn:aws:kms:eu-west-1:111122223333:key/insights";
    const insights = { PerformanceInsightsKMSKeyId: key, EnablePerformanceInsights: "true" };
    await rds("CreateDBCluster", {
      DBClusterIdentifier,
      Engine: "aurora-mysql",
      MasterUsername: "admin",
      ManageMasterUserPassword: "true",
      DeletionProtection: "true",
      PerformanceInsightsRetentionPeriod: "7",
      "EnableCloudwatchLogsExports.member.1": "audit",
      ...insights,
    });
    const cluster = await rds("DescribeDBClusters", { DBClusterIdentifier });
    expect(first(cluster, "PerformanceInsightsEnabled")).to.equal("true");
    expect(first(cluster, "PerformanceInsightsKMSKeyId")).to.equal(key);
    expect(first(cluster, "PerformanceInsightsRetentionPeriod")).to.equal("7");
    expect(first(cluster, "EnabledCloudwatchLogsExports")).to.equal("<member>audit</member>");
    const DBInstanceIdentifier = "told-1";
    const instance = { DBInstanceIdentifier, Engine: "aurora-mysql", DBInstanceClass: "db.serverless" };
    await rds("CreateDBInstance", { ...instance, DBClusterIdentifier, ...insights });
    expect(first(await rds("DescribeDBInstances", { DBInstanceIdentifier }), "PerformanceInsightsKMSKeyId")).to.equal(
      key,
    );

    const vpc = first(await ec2("CreateVpc", { CidrBlock: "10.7.0.0/16" }), "vpcId");
    const subnet = (CidrBlock: string) => ec2("CreateSubnet", { VpcId: vpc, CidrBlock });
    const proxy = await rds("CreateDBProxy", {
      DBProxyName: "told",
      EngineFamily: "MYSQL",
      RoleArn: "arn:aws:iam::111122223333:role/proxy",
      "Auth.member.1.SecretArn": first(cluster, "SecretArn"),
      "Auth.member.1.AuthScheme": "SECRETS",
      "VpcSubnetIds.member.1": first(await subnet("10.7.1.0/24"), "subnetId"),
      "VpcSubnetIds.member.2": first(await subnet("10.7.2.0/24"), "subnetId"),
    });
    const name = "told.proxy-sandbox.eu-west-1.rds.amazonaws.com";
    expect(first(proxy, "Endpoint")).to.equal(name);
    expect(first(await rds("DescribeDBProxies", { DBProxyName: "told" }), "Endpoint")).to.equal(name);

    await rds("DeleteDBProxy", { DBProxyName: "told" });
    await rds("DeleteDBInstance", { DBInstanceIdentifier, SkipFinalSnapshot: "true" });
    await rds("DeleteDBCluster", { DBClusterIdentifier, SkipFinalSnapshot: "true" });
  });

  it("of a build project: where it logs to, what it caches, how long its builds may wait", async () => {
    const codebuild = (action: string, input: object) => json("codebuild", `CodeBuild_20161006.${action}`, input);
    const told = async () => {
      const { projects } = await codebuild("BatchGetProjects", { names: ["told"] });
      const { logsConfig, cache, queuedTimeoutInMinutes } = projects[0];
      return { logsConfig, cache, queuedTimeoutInMinutes };
    };
    const logsConfig = { cloudWatchLogs: { status: "ENABLED", groupName: "builds" }, s3Logs: { status: "DISABLED" } };
    await codebuild("CreateProject", { name: "told", logsConfig, queuedTimeoutInMinutes: 60 });
    expect(await told()).to.deep.equal({ logsConfig, cache: { type: "NO_CACHE" }, queuedTimeoutInMinutes: 60 });
    await codebuild("UpdateProject", { name: "told", cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] } });
    expect(await told()).to.deep.equal({
      logsConfig,
      cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] },
      queuedTimeoutInMinutes: 60,
    });
    // By its ARN, as the provider does.
    const { projects } = await codebuild("BatchGetProjects", { names: ["told"] });
    await codebuild("DeleteProject", { name: projects[0].arn });
    expect((await codebuild("BatchGetProjects", { names: ["told"] })).projects).to.deep.equal([]);
  });
});
