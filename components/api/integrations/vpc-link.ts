import type * as pulumi from "@pulumi/pulumi";
import type { Integration } from "../integration";
import { bindHttp, checkUrl, type HttpBackend } from "./http-integration";

export interface VpcLinkBackend extends HttpBackend {
  /** Id of the VPC link, made once and shared between APIs. */
  vpcLinkId: pulumi.Input<string>;
  /** ARN of the load balancer behind a VPC link of version 2. Default none: version 1, which has one load balancer. */
  loadBalancerArn?: pulumi.Input<string>;
  /** Why requests may cross the VPC without TLS; allows `http://`. */
  unencryptedReason?: string;
}

/**
 * Passes requests to a load balancer in a VPC, without the internet between.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
 */
export function vpcLink(backend: VpcLinkBackend): Integration {
  return {
    kind: "vpc-link",
    check(_route, _variables, fail) {
      if (!backend.unencryptedReason?.trim()) checkUrl(backend.url, fail);
    },
    bind: (site) =>
      bindHttp(backend, site, {
        connectionType: "VPC_LINK",
        connectionId: backend.vpcLinkId,
        ...(backend.loadBalancerArn ? { integrationTarget: backend.loadBalancerArn } : {}),
      }),
  };
}
