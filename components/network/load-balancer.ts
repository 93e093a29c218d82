import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import type { Bucket } from "../data/bucket";
import type { WebAcl } from "../edge/web-acl";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { loadBalancerMonitoring } from "./load-balancer-monitoring";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

export interface LoadBalancerArgs {
  network: Network;
  /** ARN of the certificate that visitors see; there is no listener without TLS. */
  certificateArn: pulumi.Input<string>;
  /** Filters what comes in. */
  webAcl: WebAcl;
  /** Where access logs go: a log target of load balancers. */
  accessLogs: Bucket;
  /** Where it listens: TCP port of the targets, 1 to 65535. Default 80. */
  targetPort?: number;
  /** Path asked of each target to see that it works. Default `/`. */
  healthCheckPath?: string;
  /** Whether the stack asks `healthCheckPath` from outside. Default true. */
  outsideProbe?: boolean;
  /** A name for it and the hosted zone to write it to. Default only AWS's own name. */
  domain?: { domainName: string; zoneId: pulumi.Input<string> };
  /** Whether AWS refuses to delete it. Default true. */
  deletionProtection?: boolean;
  tags?: Record<string, pulumi.Input<string>>;
}

const TYPE = "platform:network:LoadBalancer";
const PAGE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html";

/**
 * An application load balancer that serves the internet over TLS 1.2 and 1.3, redirects HTTP, filters requests, writes
 * access logs, and passes requests of every path on to targets of one kind.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export class LoadBalancer extends PlatformComponent {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
  /** The HTTPS listener: what has targets waits for it. */
  readonly listener: aws.lb.Listener;
  /** Who connects to the targets. */
  readonly group: SecurityGroup;
  readonly targetPort: number;
  readonly url: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a port, path or log bucket that cannot be */
  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = inputChecks(TYPE, name);
    check.integer("targetPort", args.targetPort, 1, 65_535, PAGE);
    check.matches("healthCheckPath", args.healthCheckPath, /^\/[!-~]{0,1023}$/, "a path that starts with /", PAGE);
    if (!args.accessLogs.logSources.includes("loadBalancer"))
      check.fail("accessLogs", args.accessLogs.componentName, 'use a bucket with logTarget: ["loadBalancer"]');
    super("network", "LoadBalancer", name, opts);
    this.targetPort = args.targetPort ?? 80;
    this.group = new SecurityGroup(
      `${name}-visitors`,
      { network: args.network, description: `Load balancer ${name}` },
      { parent: this },
    );
    this.group.allowFromInternet(443);
    this.group.allowFromInternet(80);
    this.loadBalancer = this.createLoadBalancer(args);
    this.targetGroup = this.createTargets(args);
    this.listener = this.createListeners(args);
    args.webAcl.protect(name, this.loadBalancer.arn);
    if (args.domain) this.createRecord(args.domain);
    this.url = args.domain
      ? pulumi.output(`https://${args.domain.domainName}`)
      : pulumi.interpolate`https://${this.loadBalancer.dnsName}`;
    this.monitoring = {
      ...loadBalancerMonitoring(name, this.loadBalancer.arnSuffix, this.targetGroup.arnSuffix),
      probes:
        args.outsideProbe === false
          ? []
          : [{ kind: "page", name: `${name}-outside`, url: this.url, path: args.healthCheckPath ?? "/" }],
    };
    this.registerOutputs({ url: this.url });
  }

  private createLoadBalancer(args: LoadBalancerArgs): aws.lb.LoadBalancer {
    return new aws.lb.LoadBalancer(
      `${this.componentName}-alb`,
      {
        loadBalancerType: "application",
        internal: false,
        subnets: args.network.subnetIds.public,
        securityGroups: [this.group.id],
        accessLogs: { bucket: args.accessLogs.bucketName, prefix: this.componentName, enabled: true },
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "strictest",
        enableDeletionProtection: args.deletionProtection ?? true,
        tags: args.tags,
      },
      // It tries to write when logging is turned on.
      this.childOptions({ dependsOn: [args.accessLogs.policy] }),
    );
  }

  private createTargets(args: LoadBalancerArgs): aws.lb.TargetGroup {
    return new aws.lb.TargetGroup(
      `${this.componentName}-tg`,
      {
        vpcId: args.network.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: this.targetPort,
        // A task that leaves gets half a minute to end what it began.
        deregistrationDelay: 30,
        healthCheck: {
          path: args.healthCheckPath ?? "/",
          protocol: "HTTP",
          matcher: "200-299",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        tags: args.tags,
      },
      this.childOptions(),
    );
  }

  private createListeners(args: LoadBalancerArgs): aws.lb.Listener {
    new aws.lb.Listener(
      `${this.componentName}-http`,
      {
        loadBalancerArn: this.loadBalancer.arn,
        protocol: "HTTP",
        port: 80,
        defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
      },
      this.childOptions(),
    );
    return new aws.lb.Listener(
      `${this.componentName}-https`,
      {
        loadBalancerArn: this.loadBalancer.arn,
        protocol: "HTTPS",
        port: 443,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn: args.certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
      },
      this.childOptions(),
    );
  }

  /** No AAAA: the network has no IPv6, and an alias to nothing has no answer. */
  private createRecord({ domainName, zoneId }: NonNullable<LoadBalancerArgs["domain"]>): void {
    new aws.route53.Record(
      `${this.componentName}-record`,
      {
        zoneId,
        name: domainName,
        type: "A",
        aliases: [{ name: this.loadBalancer.dnsName, zoneId: this.loadBalancer.zoneId, evaluateTargetHealth: true }],
      },
      this.childOptions(),
    );
  }
}
