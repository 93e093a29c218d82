import { expect } from "chai";
import { errorOf, type Recorded } from "../../support/record";
import { recordPlatform, roleDocument } from "./platform";

const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;
const DIGEST = `sha256:${"a".repeat(64)}`;
const CERTIFICATE = ARN("acm", "certificate/1");

function on(containers: object = { digest: DIGEST, certificateArn: CERTIFICATE }): Promise<Recorded<unknown>> {
  return recordPlatform({ "platform:systems": JSON.stringify({ network: {}, containers }) });
}

describe("containers", function () {
  this.timeout(60_000);
  let platform: Recorded<unknown>;
  before(async () => {
    platform = await on();
  });

  it("runs httpd by its digest, with a quarter of a processor, 512 MiB and a file system it cannot write to", () => {
    const definition = platform.one("aws:ecs/taskDefinition:TaskDefinition").inputs;
    expect(definition).to.deep.include({
      cpu: "256",
      memory: "512",
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      volumes: [{ name: "writable-1" }],
    });
    const [container] = JSON.parse(definition["containerDefinitions"] as string) as Record<string, unknown>[];
    expect(container).to.deep.include({
      image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/platform/httpd@${DIGEST}`,
      memory: 512,
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
      readonlyRootFilesystem: true,
      privileged: false,
      mountPoints: [{ sourceVolume: "writable-1", containerPath: "/usr/local/apache2/logs", readOnly: false }],
    });
    expect(container).to.have.nested.property("logConfiguration.options.awslogs-group", "/aws/ecs/httpd");
  });

  it("keeps two tasks, starts new ones before it ends old ones, and goes back by itself", () => {
    const service = platform.one("aws:ecs/service:Service");
    expect(service.inputs).to.deep.include({
      desiredCount: 2,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableExecuteCommand: false,
      networkConfiguration: {
        assignPublicIp: false,
        subnets: ["network-private-1-id", "network-private-2-id", "network-private-3-id"],
        securityGroups: ["httpd-tasks-group-id"],
      },
    });
    expect(service.ignoreChanges).to.deep.equal(["desiredCount"]);
    for (const needed of [
      "containers-https",
      "network-ecr-api-endpoint",
      "network-ecr-dkr-endpoint",
      "httpd-execution-write-logs",
      // Without these the first tasks would fail, and the deployment with them.
      "httpd-tasks-to-network-endpoints-443",
      "network-endpoints-from-httpd-tasks-443",
      "httpd-tasks-to-s3-443",
      "httpd-tasks-from-containers-visitors-80",
      "containers-visitors-to-httpd-tasks-80",
    ])
      expect(
        service.dependsOn.some((urn) => urn.endsWith(`::${needed}`)),
        needed,
      ).to.equal(true);
    expect(platform.one("aws:appautoscaling/target:Target").inputs).to.include({ minCapacity: 2, maxCapacity: 6 });
    expect(platform.ofType("aws:appautoscaling/policy:Policy")).not.to.be.empty;
  });

  it("serves over TLS 1.2 and 1.3 only, behind a web ACL, with access logs", () => {
    const https = platform.one("aws:lb/listener:Listener", "containers-https").inputs;
    expect(https).to.include({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: CERTIFICATE,
    });
    expect(platform.one("aws:lb/listener:Listener", "containers-http").inputs["defaultActions"]).to.deep.equal([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ]);
    expect(platform.one("aws:lb/loadBalancer:LoadBalancer").inputs).to.deep.include({
      internal: false,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "strictest",
      subnets: ["network-public-1-id", "network-public-2-id", "network-public-3-id"],
      accessLogs: { bucket: "containers-access-logs-bucket-id", prefix: "containers", enabled: true },
    });
    expect(platform.one("aws:lb/targetGroup:TargetGroup").inputs).to.have.nested.property("healthCheck.path", "/");
    const { resourceArn } = platform.one("aws:wafv2/webAclAssociation:WebAclAssociation").inputs;
    expect(resourceArn).to.match(/:loadbalancer\/app\/containers-alb/);
  });

  it("lets visitors reach the load balancer, the load balancer the tasks, and the tasks AWS; nothing else", () => {
    const rules = platform
      .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) =>
        [inputs["securityGroupId"], inputs["cidrIpv4"] ?? inputs["referencedSecurityGroupId"], inputs["fromPort"]].join(
          " ",
        ),
      );
    expect(rules).to.have.members([
      "containers-visitors-group-id 0.0.0.0/0 443",
      "containers-visitors-group-id 0.0.0.0/0 80",
      "httpd-tasks-group-id containers-visitors-group-id 80",
      "network-endpoints-group-id httpd-tasks-group-id 443",
    ]);
  });

  it("gives the task no permission, and ECS those to pull this image and write this log", () => {
    expect(roleDocument(platform, "httpd-task")).to.deep.equal({});
    expect(roleDocument(platform, "httpd-execution")).to.deep.equal({
      "pull-containers-images": [
        {
          Sid: "PullImages",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: ARN("ecr", "repository/platform/httpd"),
        },
        { Sid: "LogIn", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      ],
      "write-logs": [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ARN("logs", "log-group:/aws/ecs/httpd:log-stream:*"),
        },
      ],
    });
  });

  it("keeps images encrypted, scanned, and under tags that do not move", () => {
    expect(platform.one("aws:ecr/repository:Repository").inputs).to.deep.include({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: ARN("kms", "key/containers-key-key-id") }],
    });
  });

  it("lets the tasks pull their image in a network that somebody else made, with endpoints of its own", async () => {
    const existing = {
      vpcId: "vpc-0a1b2c3d",
      cidrBlock: "10.0.0.0/16",
      publicSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
      privateSubnetIds: ["subnet-0000000c", "subnet-0000000d"],
      addEndpoints: false,
    };
    const containers = { digest: DIGEST, certificateArn: CERTIFICATE };
    const adopting = (network: object) =>
      recordPlatform({ "platform:systems": JSON.stringify({ network: { existing: network }, containers }) });
    const { ofType } = await adopting({ ...existing, endpointSecurityGroupId: "sg-0a1b2c3d" });
    const rules = ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .filter(({ inputs }) => inputs["securityGroupId"] === "httpd-tasks-group-id")
      .map(({ inputs }) => [inputs["referencedSecurityGroupId"] ?? inputs["prefixListId"], inputs["fromPort"]]);
    expect(rules).to.have.deep.members([
      ["sg-0a1b2c3d", 443],
      ["pl-of-com.amazonaws.eu-west-1.s3", 443],
      ["pl-of-com.amazonaws.eu-west-1.dynamodb", 443],
    ]);
    expect(ofType("aws:ec2/vpcEndpoint:VpcEndpoint")).to.have.length(0);
    const wrong = await errorOf(() => adopting({ ...existing, endpointSecurityGroupId: "endpoints" }));
    expect(wrong.message).to.match(/endpointSecurityGroupId.*the id of a security group, such as sg-0a1b2c3d/);
    expect((await errorOf(() => adopting(existing))).message).to.match(/name the security group of the interface/);
  });

  it("keeps the newest thirty tagged images, however many parts each has, and parts of none for two weeks", () => {
    const policy = platform.one("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs["policy"] as string;
    const { rules } = JSON.parse(policy) as { rules: { rulePriority: number; selection: object }[] };
    expect(rules.map(({ rulePriority, selection }) => [rulePriority, selection])).to.deep.equal([
      [1, { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 30 }],
      [2, { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 }],
    ]);
  });

  it("makes the repository alone before there is a digest", async () => {
    const { ofType } = await on({});
    expect(ofType("aws:ecr/repository:Repository")).to.have.length(1);
    expect(ofType("aws:ecs/service:Service")).to.have.length(0);
  });

  it("refuses a tag in place of a digest", async () => {
    const tag = await errorOf(() => on({ digest: "2.4", certificateArn: CERTIFICATE }));
    expect(tag.message).to.match(/digest/);
  });
});
