import { res, U, type Cases } from "../support/cases";

const task = "aws:ecs/taskDefinition:TaskDefinition";
const containers = (...list: unknown[]) => ({ containerDefinitions: JSON.stringify(list) });
const container = (more: Record<string, unknown> = {}) => ({ name: "c", image: "i", ...more });
const efs = (configuration: unknown) => ({ volumes: [{ name: "v", efsVolumeConfiguration: configuration }] });
const variables = (...environment: unknown[]) => containers(container({ environment }));
const listener = "aws:lb/listener:Listener";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const http = (action: unknown) => ({ protocol: "HTTP", port: 80, defaultActions: [action] });
const redirect = (protocol: unknown) => ({
  type: "redirect",
  redirect: { protocol, port: "443", statusCode: "HTTP_301" },
});
const forward = { type: "forward", targetGroupArn: U };
const lbArn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0123";
const association = (resourceArn: unknown, from?: string[]) =>
  res("aws:wafv2/webAclAssociation:WebAclAssociation", "association", { resourceArn }, from && { resourceArn: from });
const group = "aws:ec2/securityGroup:SecurityGroup";
const rule = (
  protocol: unknown,
  fromPort: unknown,
  toPort: unknown,
  cidrs: unknown = ["0.0.0.0/0"],
  more: Record<string, unknown> = {},
) => ({ protocol, fromPort, toPort, cidrBlocks: cidrs, ...more });
const ingress = (...rules: unknown[]) => ({ ingress: rules });
const v6 = (protocol: unknown, fromPort: unknown, toPort: unknown, range = "::/0") => ({
  protocol,
  fromPort,
  toPort,
  ipv6CidrBlocks: [range],
});
const single = (inputs: Record<string, unknown>, name = "bad") =>
  res("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, inputs);
const either = (inputs: Record<string, unknown>, name = "bad") =>
  res("aws:ec2/securityGroupRule:SecurityGroupRule", name, inputs);
const acl = (inputs: Record<string, unknown>) => ({
  ruleAction: "allow",
  protocol: "6",
  cidrBlock: "0.0.0.0/0",
  ...inputs,
});
const openTo = (port: number) => ({
  inline: ingress(rule("tcp", port, port)),
  "in a range": ingress(rule("tcp", port - 2, port + 2)),
  "every port": ingress(rule("tcp", 0, 65535)),
  "every protocol": ingress(rule("-1", 0, 0)),
  IPv6: ingress(v6("tcp", port, port)),
  "IPv6 the long way": ingress(v6("tcp", port, port, "0:0:0:0:0:0:0:0/0")),
  "as text": ingress(rule("TCP", String(port), String(port))),
  "by number": ingress(rule("6", port, port)),
  "beside an unknown rule": ingress(U, rule("tcp", port, port)),
  "beside an unknown range": ingress(rule("tcp", port, port, [U, "0.0.0.0/0"])),
  "in halves": ingress(rule("tcp", port, port, ["0.0.0.0/1", "128.0.0.0/1"])),
  "a rule of its own": single({ ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" }),
  "a rule of its own, IPv6": single({ ipProtocol: "-1", cidrIpv6: "::/0" }),
  "the older rule": either({
    type: "ingress",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
  }),
});
const closed = {
  none: {},
  "one network": ingress(rule("tcp", 22, 22, ["10.0.0.0/8"])),
  "another group": ingress(rule("tcp", 3306, 3306, undefined, { securityGroups: [U], cidrBlocks: [] })),
  web: ingress(rule("tcp", 443, 443), v6("tcp", 80, 80)),
  "an unknown range": ingress(rule("tcp", 22, 22, [U])),
  "unknown ports": ingress(rule("tcp", U, U)),
  unknown: { ingress: U },
  egress: { egress: [rule("-1", 0, 0)] },
  "the older rule, egress": either(
    { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
    "r",
  ),
  "a rule of its own": single({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }, "r"),
  "half of the world": ingress(rule("tcp", 22, 22, ["0.0.0.0/1"])),
};
const vpc = "aws:ec2/vpc:Vpc";
const flowLog = (inputs: Record<string, unknown>, from?: Record<string, string[]>) =>
  res("aws:ec2/flowLog:FlowLog", "log", inputs, from);

export const compute: Cases = {
  "ecs-privileged": {
    type: task,
    bad: {
      text: containers(container({ privileged: true })),
      "the second": containers(container(), container({ privileged: "true" })),
      list: { containerDefinitions: [U, container({ privileged: true })] },
      alone: { containerDefinitions: JSON.stringify(container({ privileged: true })) },
      "in CloudFormation's case": containers({ Name: "c", Privileged: true }),
    },
    good: {
      none: containers(container()),
      off: containers(container({ privileged: false })),
      unknown: { containerDefinitions: U },
      "an unknown one": { containerDefinitions: [U] },
    },
  },
  "ecs-readonly-root": {
    type: task,
    bad: {
      "left out": containers(container()),
      off: containers(container({ readonlyRootFilesystem: false })),
      "the second": containers(container({ readonlyRootFilesystem: true }), container()),
    },
    good: {
      on: containers(container({ readonlyRootFilesystem: true })),
      "as text": containers(container({ readonlyRootFilesystem: "true" })),
      unknown: { containerDefinitions: U },
      "unknown inside": { containerDefinitions: [container({ readonlyRootFilesystem: U })] },
      windows: { ...containers(container()), runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } },
    },
  },
  "ecs-env-secrets": {
    type: task,
    bad: {
      "by name": variables({ name: "AWS_ACCESS_KEY_ID", value: "x" }),
      "by name, unknown value": {
        containerDefinitions: [container({ environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: U }] })],
      },
      "the registry's": variables({ name: "ECS_ENGINE_AUTH_DATA", value: "{}" }),
      "by value": variables({ name: "A", value: "1" }, { name: "KEY", value: "AKIAIOSFODNN7EXAMPLE" }),
    },
    good: {
      none: containers(container()),
      plain: variables({ name: "LOG_LEVEL", value: "INFO" }),
      secrets: containers(container({ secrets: [{ name: "AWS_SECRET_ACCESS_KEY", valueFrom: "arn" }] })),
      unknown: { containerDefinitions: [container({ environment: U })] },
    },
  },
  "ecs-logging": {
    type: task,
    bad: {
      "left out": containers(container()),
      "no driver": containers(container({ logConfiguration: { options: {} } })),
      "the second": containers(container({ logConfiguration: { logDriver: "awslogs" } }), container()),
    },
    good: {
      driver: containers(container({ logConfiguration: { logDriver: "awslogs" } })),
      unknown: { containerDefinitions: [container({ logConfiguration: U })] },
      "all unknown": { containerDefinitions: U },
    },
  },
  "ecs-host-pid": {
    type: task,
    bad: { host: { pidMode: "host" }, "in upper case": { pidMode: "HOST" } },
    good: { "left out": {}, task: { pidMode: "task" }, unknown: { pidMode: U } },
  },
  "ecs-efs-transit": {
    type: task,
    bad: {
      "left out": efs({ fileSystemId: U }),
      off: efs({ fileSystemId: "fs", transitEncryption: "DISABLED" }),
      empty: efs({}),
      "one of two": { volumes: [U, efs({ fileSystemId: "fs" }).volumes[0]] },
    },
    good: {
      on: efs({ transitEncryption: "ENABLED" }),
      "in lower case": efs({ transitEncryption: "enabled" }),
      "another volume": { volumes: [{ name: "v" }] },
      unknown: efs(U),
      "unknown inside": efs({ transitEncryption: U }),
      none: {},
    },
  },
  "ecs-service-public-ip": {
    type: "aws:ecs/service:Service",
    bad: {
      on: { networkConfiguration: { assignPublicIp: true, subnets: U } },
      "as text": { networkConfiguration: { assignPublicIp: "true" } },
      "as AWS has it": { networkConfiguration: { assignPublicIp: "ENABLED" } },
    },
    good: {
      "left out": {},
      off: { networkConfiguration: { assignPublicIp: false } },
      unknown: { networkConfiguration: U },
    },
  },
  "ecs-container-insights": {
    type: "aws:ecs/cluster:Cluster",
    bad: {
      "left out": {},
      off: { settings: [{ name: "containerInsights", value: "disabled" }] },
      another: { settings: [{ name: "other", value: "enabled" }] },
    },
    good: {
      on: { settings: [{ name: "containerInsights", value: "enabled" }] },
      enhanced: { settings: [{ name: "containerInsights", value: "enhanced" }] },
      unknown: { settings: U },
      "an unknown value": { settings: [{ name: "containerInsights", value: U }] },
    },
  },
  "alb-https-only": {
    type: listener,
    bad: {
      forward: http(forward),
      "fixed answer": http({ type: "fixed-response" }),
      "redirect to HTTP": http(redirect("HTTP")),
      "redirect to the same": http(redirect("#{protocol}")),
      "redirect without protocol": http({ type: "redirect", redirect: { statusCode: "HTTP_301" } }),
      "left out": { port: 80, defaultActions: [forward] },
      "in lower case": { protocol: "http", port: 8080, defaultActions: [forward] },
      "the other module": res("aws:alb/listener:Listener", "bad", http(forward)),
      "an older module": res("aws:elasticloadbalancingv2/listener:Listener", "bad", http(forward)),
      "one of two": { protocol: "HTTP", port: 80, defaultActions: [U, forward] },
    },
    good: {
      redirect: http(redirect("HTTPS")),
      "in lower case": http(redirect("https")),
      https: { protocol: "HTTPS", port: 443, defaultActions: [forward] },
      network: { protocol: "TCP", port: 80, defaultActions: [forward] },
      gateway: { defaultActions: [forward] },
      unknown: { protocol: U, port: 80, defaultActions: [forward] },
      "unknown actions": { protocol: "HTTP", port: 80, defaultActions: U },
      "an unknown action": http(U),
    },
  },
  "alb-tls-policy": {
    type: listener,
    bad: {
      old: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" },
      "left out": { protocol: "HTTPS", port: 443 },
      "TLS 1.3 with 1.0": { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" },
      "TLS 1.1": { protocol: "TLS", sslPolicy: "ELBSecurityPolicy-TLS-1-1-2017-01" },
      "forward secrecy with 1.0": { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-FS-2018-06" },
      "an unknown protocol": { protocol: U, sslPolicy: "ELBSecurityPolicy-2016-08" },
      "the other module": res("aws:alb/listener:Listener", "bad", { protocol: "HTTPS" }),
    },
    good: {
      ...Object.fromEntries(
        [
          "TLS13-1-2-2021-06",
          "TLS13-1-3-2021-06",
          "TLS-1-2-2017-01",
          "TLS-1-2-Ext-2018-06",
          "FS-1-2-Res-2020-10",
          "TLS13-1-2-Res-PQ-2025-09",
        ].map((name) => [name, { protocol: "HTTPS", sslPolicy: `ELBSecurityPolicy-${name}` }]),
      ),
      unknown: { protocol: "HTTPS", sslPolicy: U },
      http: { protocol: "HTTP", port: 80 },
    },
  },
  "alb-access-logs": {
    type: balancer,
    bad: {
      "left out": {},
      "a bucket only": { accessLogs: { bucket: "b" } },
      off: { accessLogs: { bucket: U, enabled: false } },
      "the other module": res("aws:alb/loadBalancer:LoadBalancer", "bad", {}),
    },
    good: {
      on: { accessLogs: { bucket: "b", enabled: true } },
      unknown: { accessLogs: U },
      gateway: { loadBalancerType: "gateway" },
    },
  },
  "alb-drop-invalid-headers": {
    type: balancer,
    bad: { "left out": {}, off: { dropInvalidHeaderFields: false }, stated: { loadBalancerType: "application" } },
    good: {
      on: { dropInvalidHeaderFields: true },
      network: { loadBalancerType: "network" },
      unknown: { dropInvalidHeaderFields: U },
      "an unknown kind": { loadBalancerType: U },
    },
  },
  "alb-deletion-protection": {
    type: balancer,
    bad: { "left out": {}, off: { enableDeletionProtection: "false" } },
    good: { on: { enableDeletionProtection: true }, unknown: { enableDeletionProtection: U } },
  },
  "alb-desync": {
    type: balancer,
    bad: { monitor: { desyncMitigationMode: "monitor" }, "in upper case": { desyncMitigationMode: "MONITOR" } },
    good: {
      default: {},
      defensive: { desyncMitigationMode: "defensive" },
      strictest: { desyncMitigationMode: "strictest" },
      unknown: { desyncMitigationMode: U },
    },
  },
  "alb-waf": {
    bad: {
      none: [res(balancer, "bad", { name: "web" })],
      stated: [res("aws:alb/loadBalancer:LoadBalancer", "bad", { internal: false, loadBalancerType: "application" })],
      "of another": [res(balancer, "bad", { name: "other" }), association(lbArn)],
      "of an API's stage, before its ARN is known": [
        res(balancer, "bad", { name: "web" }),
        res("aws:apigateway/stage:Stage", "stage", { stageName: "prod" }),
        association(U, ["stage"]),
      ],
      "of an API's stage, by all that the association depends on": [
        res(balancer, "bad", { name: "web" }),
        res("aws:apigateway/stage:Stage", "stage", { stageName: "prod" }),
        { ...association(U), dependsOn: ["stage"] },
      ],
      "of an API's stage, and without a name of its own": [
        res(balancer, "bad"),
        association("arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/Live"),
      ],
    },
    good: {
      "by ARN": [res(balancer, "l", { name: "web" }), association(lbArn)],
      "by reference": [res(balancer, "l"), association(U, ["l"])],
      "by all that the association depends on, a stage among it": [
        res(balancer, "l"),
        res("aws:apigateway/stage:Stage", "stage", { stageName: "prod" }),
        { ...association(U), dependsOn: ["stage", "l"] },
      ],
      internal: [res(balancer, "l", { internal: true })],
      network: [res(balancer, "l", { loadBalancerType: "network" })],
      unknown: [res(balancer, "l", { internal: U })],
    },
  },
  "sg-open-admin-ports": {
    type: group,
    bad: {
      ...openTo(22),
      ...Object.fromEntries(Object.entries(openTo(3389)).map(([name, each]) => [`3389 ${name}`, each])),
    },
    good: { ...closed, udp: ingress(rule("udp", 3389, 3389)), "an unknown protocol": ingress(rule(U, 22, 22)) },
  },
  "sg-open-high-risk-ports": {
    type: group,
    bad: {
      ...openTo(3306),
      ...Object.fromEntries(Object.entries(openTo(8080)).map(([name, each]) => [`8080 ${name}`, each])),
    },
    good: { ...closed, "another port": ingress(rule("tcp", 8443, 8443)), ping: ingress(rule("icmp", 8, 0)) },
  },
  "sg-open-unauthorized-ports": {
    type: group,
    bad: {
      ...openTo(8443),
      "80 to 443": ingress(rule("tcp", 80, 443)),
      QUIC: ingress(rule("udp", 443, 443)),
      ping: ingress(rule("icmp", 8, 0)),
      "halves in two rules": ingress(rule("tcp", 25, 25, "0.0.0.0/1"), rule("tcp", 25, 25, "128.0.0.0/1")),
      "an unknown protocol": ingress(rule(U, 25, 25)),
    },
    good: closed,
  },
  "sg-open-egress": {
    type: group,
    bad: {
      inline: { egress: [rule("-1", 0, 0)] },
      IPv6: { egress: [v6("all", 0, 0)] },
      "a rule of its own": res("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "bad", {
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      }),
      "the older rule": either({ type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      "beside an unknown rule": { egress: [U, rule(-1, 0, 0)] },
    },
    good: {
      none: {},
      https: { egress: [rule("tcp", 443, 443)] },
      inside: { egress: [rule("-1", 0, 0, ["10.0.0.0/8"])] },
      unknown: { egress: U },
      "an unknown range": { egress: [rule("-1", 0, 0, [U])] },
      ingress: ingress(rule("-1", 0, 0)),
    },
  },
  "sg-rule-description": {
    type: group,
    bad: {
      ingress: ingress(rule("tcp", 443, 443)),
      egress: { egress: [rule("tcp", 443, 443, U, { description: "" })] },
      "one of two": ingress(rule("tcp", 443, 443, U, { description: "web" }), rule("tcp", 80, 80)),
    },
    good: {
      none: {},
      described: ingress(rule("tcp", 443, 443, U, { description: "web" })),
      unknown: { ingress: U },
      "an unknown one": ingress(U),
      "an unknown description": ingress(rule("tcp", 1, 1, U, { description: U })),
    },
  },
  "vpc-default-sg-closed": {
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    bad: {
      ingress: ingress({ protocol: "-1", self: true }),
      egress: { egress: [rule("-1", 0, 0)] },
      "an unknown rule": ingress(U),
    },
    good: { closed: { vpcId: U }, empty: { ingress: [], egress: [] }, unknown: { ingress: U } },
  },
  "vpc-flow-logs": {
    bad: {
      none: [res(vpc, "bad")],
      "of another": [res(vpc, "bad", { id: "vpc-1" }), flowLog({ vpcId: "vpc-2" })],
      "of a subnet": [res(vpc, "bad"), flowLog({ subnetId: U }, { subnetId: ["bad"] })],
      "by reference, of another": [res(vpc, "bad"), res(vpc, "other"), flowLog({ vpcId: U }, { vpcId: ["other"] })],
    },
    good: {
      "by id": [res(vpc, "v", { id: "vpc-1" }), flowLog({ vpcId: "vpc-1" })],
      "by reference": [res(vpc, "v"), flowLog({ vpcId: U }, { vpcId: ["v"] })],
      unknown: [res(vpc, "v"), flowLog({ vpcId: U })],
    },
  },
  "subnet-public-ip": {
    type: "aws:ec2/subnet:Subnet",
    bad: { on: { mapPublicIpOnLaunch: true }, "as text": { mapPublicIpOnLaunch: "true" } },
    good: { "left out": {}, off: { mapPublicIpOnLaunch: false }, unknown: { mapPublicIpOnLaunch: U } },
  },
  "nacl-open-admin": {
    type: "aws:ec2/networkAclRule:NetworkAclRule",
    bad: {
      ssh: acl({ fromPort: 22, toPort: 22 }),
      rdp: acl({ fromPort: 3000, toPort: 4000, protocol: "tcp" }),
      everything: acl({ protocol: "-1" }),
      "everything by name": acl({ protocol: "all", fromPort: 0, toPort: 0 }),
      IPv6: acl({ cidrBlock: undefined, ipv6CidrBlock: "::/0", fromPort: 22, toPort: 22 }),
      "in upper case": acl({ ruleAction: "ALLOW", fromPort: 22, toPort: 22 }),
      inline: res("aws:ec2/networkAcl:NetworkAcl", "bad", {
        ingress: [{ action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0", fromPort: 22, toPort: 22 }],
      }),
      default: res("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "bad", {
        ingress: [{ action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 }],
      }),
    },
    good: {
      deny: acl({ ruleAction: "deny", fromPort: 22, toPort: 22 }),
      egress: acl({ egress: true, protocol: "-1" }),
      "one network": acl({ cidrBlock: "10.0.0.0/8", fromPort: 22, toPort: 22 }),
      web: acl({ fromPort: 443, toPort: 443 }),
      udp: acl({ protocol: "17", fromPort: 3389, toPort: 3389 }),
      unknown: acl({ cidrBlock: U, fromPort: 22, toPort: 22 }),
      "an unknown direction": acl({ egress: U, fromPort: 22, toPort: 22 }),
    },
  },
};
