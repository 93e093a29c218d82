import { expect } from "chai";
import { outputs } from "../../support/sandbox";
import { items, jsonCall, queryCall, text } from "./aws-call";

/** No container runs and no request is passed on in the emulator, so these look at what was built. */
describe("containers", function () {
  this.timeout(60_000);
  const containers = () => outputs()["containers"] as Record<string, string>;
  const network = () => outputs()["network"] as { vpcId: string } & Record<string, string[]>;
  const ecs = (action: string, input: object) => jsonCall("ecs", `AmazonEC2ContainerServiceV20141113.${action}`, input);
  const elb = (action: string, input: Record<string, string>) =>
    queryCall("elasticloadbalancing", "2015-12-01", action, input);
  const ofLoadBalancer = () => ({ LoadBalancerArn: containers()["loadBalancerArn"]! });

  async function service(): Promise<Record<string, any>> {
    const { cluster, service: name } = containers();
    const { services } = await ecs("DescribeServices", { cluster, services: [name] });
    return (services as Record<string, any>[])[0]!;
  }

  it("wants two tasks, which stay until others are healthy, and goes back where those do not become so", async () => {
    const found = await service();
    expect(found).to.include({ status: "ACTIVE", desiredCount: 2, launchType: "FARGATE" });
    const { minimumHealthyPercent, maximumPercent, deploymentCircuitBreaker } = found["deploymentConfiguration"];
    expect([minimumHealthyPercent, maximumPercent]).to.deep.equal([100, 200]);
    expect(deploymentCircuitBreaker).to.include({ enable: true, rollback: true });
    expect(found["loadBalancers"][0]).to.include({ containerName: "httpd", containerPort: 80 });
  });

  it("runs them in private subnets without public addresses", async () => {
    const { subnets, assignPublicIp } = (await service())["networkConfiguration"]["awsvpcConfiguration"];
    expect(assignPublicIp).to.equal("DISABLED");
    expect([...subnets].sort()).to.deep.equal([...network()["privateSubnetIds"]!].sort());
  });

  it("runs the image of the account's own repository by digest, small, and with one place to write to", async () => {
    const { taskDefinition } = await ecs("DescribeTaskDefinition", {
      taskDefinition: (await service())["taskDefinition"] as string,
    });
    expect(taskDefinition).to.include({ cpu: "256", memory: "512", networkMode: "awsvpc" });
    const [container, ...others] = taskDefinition["containerDefinitions"];
    expect(others).to.deep.equal([]);
    expect(container).to.include({ name: "httpd", memory: 512, readonlyRootFilesystem: true });
    expect(container["image"].startsWith(`${containers()["repository"]}@sha256:`), container["image"]).to.equal(true);
    expect(container["portMappings"].map((each: { containerPort: number }) => each.containerPort)).to.deep.equal([80]);
    expect(container["mountPoints"].map((each: { containerPath: string }) => each.containerPath)).to.deep.equal([
      "/usr/local/apache2/logs",
    ]);
    expect(taskDefinition["taskRoleArn"]).not.to.equal(taskDefinition["executionRoleArn"]);
  });

  it("listens with TLS 1.2 and newer, and sends plain HTTP there", async () => {
    const listeners = items(await elb("DescribeListeners", ofLoadBalancer()), "Listeners", "member");
    const byPort = Object.fromEntries(listeners.map((each) => [text(each, "Port"), each]));
    expect(Object.keys(byPort).sort()).to.deep.equal(["443", "80"]);
    expect(text(byPort["443"]!, "Protocol")).to.equal("HTTPS");
    expect(text(byPort["443"]!, "SslPolicy")).to.equal("ELBSecurityPolicy-TLS13-1-2-2021-06");
    expect(text(byPort["443"]!, "CertificateArn")).to.match(/^arn:aws:acm:/);

    const described = await elb("DescribeLoadBalancers", {
      "LoadBalancerArns.member.1": ofLoadBalancer().LoadBalancerArn,
    });
    expect(text(described, "Scheme")).to.equal("internet-facing");
    const redirect = text(byPort["80"]!, "RedirectConfig");
    expect([text(redirect, "Protocol"), text(redirect, "StatusCode")]).to.deep.equal(["HTTPS", "HTTP_301"]);
  });

  it("asks tasks for their health at the path /", async () => {
    const [group] = items(await elb("DescribeTargetGroups", ofLoadBalancer()), "TargetGroups", "member");
    expect([text(group!, "HealthCheckPath"), text(group!, "TargetType"), text(group!, "Port")]).to.deep.equal([
      "/",
      "ip",
      "80",
    ]);
    expect(text(group!, "VpcId")).to.equal(network().vpcId);
  });
});
