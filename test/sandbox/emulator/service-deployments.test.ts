import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { runningEmulator } from "./running-emulator";

const scope = { accountId: "111122223333", region: "eu-west-1" };
const HEALTHY = `registry/image@sha256:${"0".repeat(63)}1`;
const UNHEALTHY = `registry/image@sha256:${"0".repeat(64)}`;

interface Deployment {
  serviceDeploymentArn: string;
  targetServiceRevisionArn: string;
  status: string;
  statusReason?: string;
}

describe("deployments of services in the sandbox's ECS", function () {
  this.timeout(120_000);

  async function ecs(operation: string, input: object): Promise<Record<string, any>> {
    const { endpoint } = await runningEmulator();
    const headers = {
      ...signedHeaders("ecs", scope),
      "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
      "content-type": "application/x-amz-json-1.1",
    };
    return (await (await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(input) })).json()) as object;
  }

  async function define(image: string): Promise<string> {
    const containerDefinitions = [{ name: "web", image, essential: true }];
    const { taskDefinition } = await ecs("RegisterTaskDefinition", { family: "web", containerDefinitions });
    return taskDefinition.taskDefinitionArn as string;
  }

  async function create(name: string, image: string): Promise<void> {
    await ecs("CreateCluster", { clusterName: name });
    await ecs("CreateService", {
      cluster: name,
      serviceName: name,
      taskDefinition: await define(image),
      desiredCount: 2,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
  }

  const service = async (name: string) =>
    (await ecs("DescribeServices", { cluster: name, services: [name] })).services[0] as Record<string, any>;

  /** Finds the deployment that began after a moment, and what became of it, as the provider does. */
  async function outcome(name: string, begun: number): Promise<Deployment[]> {
    const { deployments } = await service(name);
    const primary = deployments.find(({ status }: Deployment) => status === "PRIMARY");
    expect(primary.createdAt).to.be.above(begun);
    const { serviceDeployments } = (await ecs("ListServiceDeployments", {
      cluster: name,
      service: name,
      createdAt: { after: begun },
    })) as { serviceDeployments: Deployment[] };
    const found = serviceDeployments.filter((each) =>
      each.targetServiceRevisionArn.endsWith(`/${primary.id.split("/")[1]}`),
    );
    expect(found).to.have.length(1);
    const serviceDeploymentArns = [found[0]!.serviceDeploymentArn];
    return (await ecs("DescribeServiceDeployments", { serviceDeploymentArns })).serviceDeployments as Deployment[];
  }

  it("are found by the moment at which they began, and end well", async () => {
    const begun = Date.now() / 1000 - 0.001;
    await create("healthy", HEALTHY);
    expect((await outcome("healthy", begun)).map(({ status }) => status)).to.deep.equal(["SUCCESSFUL"]);
    const updated = Date.now() / 1000 - 0.001;
    await ecs("UpdateService", { cluster: "healthy", service: "healthy", taskDefinition: await define(HEALTHY) });
    expect((await outcome("healthy", updated)).map(({ status }) => status)).to.deep.equal(["SUCCESSFUL"]);
    expect((await service("healthy")).deployments).to.have.length(1);
    const later = { cluster: "healthy", service: "healthy", createdAt: { after: Date.now() / 1000 } };
    expect((await ecs("ListServiceDeployments", later)).serviceDeployments).to.deep.equal([]);
  });

  it("are rolled back where the image is the one that never becomes healthy", async () => {
    await create("updated", HEALTHY);
    const { taskDefinition } = await service("updated");
    const begun = Date.now() / 1000 - 0.001;
    await ecs("UpdateService", { cluster: "updated", service: "updated", taskDefinition: await define(UNHEALTHY) });
    const [deployment] = await outcome("updated", begun);
    expect(deployment).to.include({
      status: "ROLLBACK_SUCCESSFUL",
      statusReason: "Service deployment rolled back because the circuit breaker threshold was exceeded.",
    });
    const after = await service("updated");
    expect(after).to.include({ taskDefinition, runningCount: 2, desiredCount: 2 });
    expect(after.deployments).to.have.length(1);
    const again = await ecs("DescribeServiceDeployments", {
      serviceDeploymentArns: [deployment!.serviceDeploymentArn],
    });
    expect(again.serviceDeployments[0].status).to.equal("ROLLBACK_SUCCESSFUL");
  });

  it("fail where there is nothing to go back to, until a healthy image comes", async () => {
    const begun = Date.now() / 1000 - 0.001;
    await create("first", UNHEALTHY);
    expect((await outcome("first", begun)).map(({ status }) => status)).to.deep.equal(["ROLLBACK_FAILED"]);
    const mended = Date.now() / 1000 - 0.001;
    await ecs("UpdateService", { cluster: "first", service: "first", taskDefinition: await define(HEALTHY) });
    expect((await outcome("first", mended)).map(({ status }) => status)).to.deep.equal(["SUCCESSFUL"]);
  });

  it("are missing where nobody began them", async () => {
    const arn = "arn:aws:ecs:eu-west-1:111122223333:service-deployment/none/none/1";
    const { failures } = await ecs("DescribeServiceDeployments", { serviceDeploymentArns: [arn] });
    expect(failures).to.deep.equal([{ arn, reason: "MISSING" }]);
    expect(await ecs("ListServiceDeployments", { cluster: "none", service: "none" })).to.have.property("__type");
  });
});
