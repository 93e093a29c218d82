import { signedHeaders } from "../emulator/signed-headers";

/** A cluster of the emulator, as far as its data need it. */
export interface KnownCluster {
  arn: string;
  hasDataApi: boolean;
}

/** A proxy of the emulator. */
export interface KnownProxy {
  secretArn: string;
  clusterArn: string;
}

/** What the emulator's control planes say of databases: it has clusters, proxies and secrets, but no data. */
export class ControlPlane {
  constructor(
    private readonly endpoint: string,
    private readonly account: { accountId: string; region: string },
  ) {}

  /** @returns undefined where there is no such cluster */
  async cluster(identifier: string): Promise<KnownCluster | undefined> {
    const answer = await this.rds("DescribeDBClusters", { DBClusterIdentifier: identifier });
    const arn = first(answer, "DBClusterArn");
    return arn ? { arn, hasDataApi: first(answer, "HttpEndpointEnabled") === "true" } : undefined;
  }

  /** The proxy that listens at a host name, and the cluster behind it. */
  async proxyAt(host: string): Promise<KnownProxy | undefined> {
    const [DBProxyName = ""] = host.split(".");
    const proxy = await this.rds("DescribeDBProxies", { DBProxyName });
    if (first(proxy, "Endpoint") !== host) return undefined;
    const targets = await this.rds("DescribeDBProxyTargets", { DBProxyName });
    const cluster = await this.cluster(first(targets, "RdsResourceId"));
    return cluster && { secretArn: first(proxy, "SecretArn"), clusterArn: cluster.arn };
  }

  /** The user whose name and password a secret holds; undefined where it holds none. */
  async userOf(secretArn: string): Promise<string | undefined> {
    const answer = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        ...signedHeaders("secretsmanager", this.account),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "secretsmanager.GetSecretValue",
      },
      body: JSON.stringify({ SecretId: secretArn }),
    });
    if (!answer.ok) return undefined;
    const { SecretString = "{}" } = (await answer.json()) as { SecretString?: string };
    const { username, password } = JSON.parse(SecretString) as { username?: string; password?: string };
    return password ? username : undefined;
  }

  private async rds(Action: string, parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Action, Version: "2014-10-31", ...parameters });
    const answer = await fetch(this.endpoint, { method: "POST", headers: signedHeaders("rds", this.account), body });
    return answer.text();
  }
}

function first(xml: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? "";
}
