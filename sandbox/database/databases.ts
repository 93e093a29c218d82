import * as net from "node:net";
import type { ControlPlane } from "./control-plane";
import { checkIamToken } from "./iam-token";
import { MysqlSession, type Login, type Refusal } from "./mysql-session";
import { SqlDatabase } from "./sql-database";

/** Where clusters and proxies are known, and what a server needs. */
export interface DatabasesOptions {
  controlPlane: Pick<ControlPlane, "cluster" | "proxyAt" | "userOf">;
  /** Secret keys that tokens may be signed with; the emulators check none, and give functions one of these. */
  secretKeys: readonly string[];
  /** Key and certificate of the proxies' names, in PEM. */
  certificate: () => { key: string; cert: string };
}

/** How many connections are lost after a restart, the open ones aside. */
const LOST_BY_A_RESTART = 2;

/**
 * The data of the clusters that the emulator knows, and the proxies in front of them: what RDS runs and no emulator does
 * without containers.
 */
export class Databases {
  private readonly byCluster = new Map<string, SqlDatabase>();
  private readonly sessions = new Set<MysqlSession>();
  private connections = 0;
  private toLose = 0;

  constructor(private readonly options: DatabasesOptions) {}

  /** The proxies: a server that does not listen yet; the caller binds it to 127.0.0.1. */
  server(): net.Server {
    return net.createServer((socket) => {
      const session: MysqlSession = new MysqlSession(socket, {
        connectionId: ++this.connections,
        certificate: this.options.certificate,
        login: (login) => this.login(login, session),
      });
      this.sessions.add(session);
      socket.on("close", () => this.sessions.delete(session));
    });
  }

  /** A cluster's data; what was not there before is empty. */
  dataOf(clusterArn: string): SqlDatabase {
    const known = this.byCluster.get(clusterArn) ?? new SqlDatabase();
    this.byCluster.set(clusterArn, known);
    return known;
  }

  /** Loses every open connection, and the next ones, as clients see a restart or a failover. The data stay. */
  restart(): void {
    this.toLose = LOST_BY_A_RESTART;
    for (const session of this.sessions) session.drop();
  }

  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-connecting.html */
  private async login(login: Login, session: MysqlSession): Promise<SqlDatabase | Refusal> {
    if (this.toLose > 0) {
      this.toLose--;
      session.drop();
      return { refused: "the database restarts" };
    }
    const token = checkIamToken(login.token, this.options.secretKeys);
    if (typeof token === "string") return { refused: token };
    const [name = ""] = token.host.split(":");
    if (login.host !== name) return { refused: `the token is for ${name}, not for ${login.host || "this host"}` };
    if (token.user !== login.user) return { refused: `the token is for the user ${token.user}` };
    const proxy = await this.options.controlPlane.proxyAt(name);
    if (!proxy) return { refused: `there is no proxy ${name} with a cluster behind it` };
    // Read anew each time, so that a rotated secret is the one in force.
    const user = await this.options.controlPlane.userOf(proxy.secretArn);
    if (user !== login.user) return { refused: "the proxy's secret holds no password of this user" };
    return this.dataOf(proxy.clusterArn);
  }
}
