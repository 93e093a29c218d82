import { FargateService, type FargateServiceArgs } from "../../../components/compute/fargate-service";
import { ImageRepository } from "../../../components/compute/image-repository";
import { Bucket } from "../../../components/data/bucket";
import { WebAcl } from "../../../components/edge/web-acl";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components/network/load-balancer";
import { Network } from "../../../components/network/network";
import { makeKey } from "./support";

/** A load balancer with the fewest arguments, and those given. */
export function makeLoadBalancer(more: Partial<LoadBalancerArgs> = {}, key = makeKey()): LoadBalancer {
  return new LoadBalancer("balancer", {
    network: more.network ?? new Network("net", { key }),
    certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1",
    webAcl: new WebAcl("acl", { scope: "REGIONAL", key }),
    accessLogs: new Bucket("logs", { logTarget: ["loadBalancer"], encryption: "AES256" }),
    ...more,
  });
}

/** A service with the fewest arguments, and those given. */
export function makeService(more: Partial<FargateServiceArgs> = {}): FargateService {
  const key = makeKey();
  const network = new Network("net", { key });
  const loadBalancer = makeLoadBalancer({ network }, key);
  const image = { repository: new ImageRepository("images", { key }), digest: `sha256:${"a".repeat(64)}` };
  return new FargateService("web", { key, network, loadBalancer, image, ...more });
}
