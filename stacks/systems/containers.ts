import type * as pulumi from "@pulumi/pulumi";
import { FargateService } from "../../components/compute/fargate-service";
import { ImageRepository } from "../../components/compute/image-repository";
import { InputError } from "../../components/input-error";
import { Bucket } from "../../components/data/bucket";
import { Certificate } from "../../components/edge/certificate";
import { withCertificate } from "../../components/edge/with-certificate";
import type { Monitoring } from "../../components/observability/monitoring";
import { WebAcl } from "../../components/edge/web-acl";
import { LoadBalancer } from "../../components/network/load-balancer";
import { domainLabels } from "../config/domain-labels";
import { network } from "./network";
import type { System, SystemContext } from "./system";

/** R12: a web server in containers behind a load balancer. */
export const containers: System<"containers"> = {
  name: "containers",
  needs: ["network"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const repository = new ImageRepository(
      "containers-images",
      { key, repositoryName: "platform/httpd", removal: environment.removal },
      options,
    );
    const outputs = { repository: repository.url };
    // The first deployment makes the repository, which the mirror step fills; the digest it prints goes into configuration.
    if (!settings.digest) return { outputs, monitoring: [repository.monitoring] };

    const { network: net } = context.resultOf(network);
    const { certificateArn, domain, certificate } = address(context);
    const webAcl = new WebAcl(
      "containers-acl",
      { scope: "REGIONAL", key, logRetentionDays: environment.logRetentionDays, logDelivery: context.logDelivery() },
      options,
    );
    const accessLogs = new Bucket(
      "containers-access-logs",
      { logTarget: ["loadBalancer"], encryption: "AES256", removal: environment.removal },
      options,
    );
    const loadBalancer = new LoadBalancer(
      "containers",
      {
        network: net,
        certificateArn,
        webAcl,
        accessLogs,
        targetPort: 80,
        healthCheckPath: "/",
        domain,
        deletionProtection: environment.removal === "retain",
      },
      options,
    );
    const service = new FargateService(
      "httpd",
      {
        key,
        network: net,
        loadBalancer,
        image: { repository, digest: settings.digest },
        cpu: 256,
        memoryMegabytes: 512,
        tasks: { minimum: settings.minimumTasks, maximum: settings.maximumTasks },
        // Where httpd writes its process id, and whatever a configuration logs to files.
        writablePaths: ["/usr/local/apache2/logs"],
        logRetentionDays: environment.logRetentionDays,
      },
      options,
    );
    return {
      outputs: {
        ...outputs,
        url: loadBalancer.url,
        cluster: service.cluster.name,
        service: service.service.name,
        loadBalancerArn: loadBalancer.loadBalancer.arn,
      },
      business: [
        {
          kind: "graph",
          title: "Requests to the containers",
          metrics: [
            {
              namespace: "AWS/ApplicationELB",
              name: "RequestCount",
              dimensions: { LoadBalancer: loadBalancer.loadBalancer.arnSuffix },
              statistic: "Sum",
              periodSeconds: 300,
              label: "requests",
            },
          ],
        },
      ],
      monitoring: [withCertificate(loadBalancer.monitoring, certificate), service.monitoring, webAcl.monitoring],
    };
  },
};

/** What visitors call the load balancer, and the certificate that proves it. */
function address(context: SystemContext<"containers">): {
  certificateArn: pulumi.Input<string>;
  domain?: { domainName: string; zoneId: pulumi.Input<string> };
  certificate?: Monitoring;
} {
  const { settings, options } = context;
  if (settings.certificateArn) return { certificateArn: settings.certificateArn };
  if (!context.domain) {
    const fix = "give the ARN of a certificate: without a domain there is none that the platform could prove";
    throw new InputError("platform:stacks:System", "containers", "certificateArn", undefined, fix);
  }
  const domain = { domainName: `${domainLabels.containers}.${context.domain.name}`, zoneId: context.domain.zoneId };
  const certificate = new Certificate("containers-domain", domain, options);
  return { certificateArn: certificate.arn, domain, certificate: certificate.monitoring };
}
