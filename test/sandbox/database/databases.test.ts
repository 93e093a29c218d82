import { Signer } from "@aws-sdk/rds-signer";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import type { Server } from "node:net";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { createConnection, type Connection, type ConnectionOptions } from "mysql2/promise";
import { Databases } from "../../../sandbox/database/databases";

const HOST = "records.proxy-sandbox.eu-west-1.rds.amazonaws.com";
const CLUSTER = "arn:aws:rds:eu-west-1:111122223333:cluster:records";
const SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:records";

describe("databases of a sandbox", function () {
  this.timeout(60_000);
  let folder: string;
  let server: Server;
  let databases: Databases;
  let user: string | undefined;
  let pem: { key: string; cert: string };

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "databases-"));
    const files = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")] as const;
    const name = HOST.replace("records", "*");
    // prettier-ignore
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", files[0],
      "-out", files[1], "-days", "1", "-subj", "/CN=Databases", "-addext", `subjectAltName=DNS:${name}`], { stdio: "ignore" });
    pem = { key: fs.readFileSync(files[0], "utf8"), cert: fs.readFileSync(files[1], "utf8") };
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    user = "platform_admin";
    databases = new Databases({
      controlPlane: {
        cluster: () => Promise.resolve({ arn: CLUSTER, hasDataApi: true }),
        proxyAt: (host) => Promise.resolve(host === HOST ? { secretArn: SECRET, clusterArn: CLUSTER } : undefined),
        userOf: () => Promise.resolve(user),
      },
      secretKeys: ["test"],
      certificate: () => pem,
    });
    server = databases.server();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function tokenOf(options: { username?: string; hostname?: string; secret?: string } = {}): Promise<string> {
    const { username = "platform_admin", hostname = HOST, secret: secretAccessKey = "test" } = options;
    const credentials = { accessKeyId: "111122223333", secretAccessKey };
    return new Signer({ hostname, port: 3306, username, region: "eu-west-1", credentials }).getAuthToken();
  }
  /** As the handler does, but for the address, which is not this machine's on AWS. */
  function login(token: string, more: ConnectionOptions = {}): Promise<Connection> {
    return createConnection({
      host: HOST,
      stream: () => net.connect((server.address() as net.AddressInfo).port, "127.0.0.1"),
      user: "platform_admin",
      database: "records",
      ssl: { ca: pem.cert, minVersion: "TLSv1.2", rejectUnauthorized: true, verifyIdentity: true },
      authPlugins: { mysql_clear_password: () => () => Buffer.from(`${token}\0`) },
      ...more,
    });
  }
  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "let in",
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    );

  it("lets a token of IAM in, over TLS with the proxy's own name, and runs statements with values", async () => {
    const connection = await login(await tokenOf());
    await connection.query(
      "CREATE TABLE IF NOT EXISTS t (a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, n BIGINT, f DOUBLE)",
    );
    const insert = "INSERT IGNORE INTO t (a, n, f) VALUES (?, ?, ?)";
    const changed = async (values: (string | number | null)[]) =>
      ((await connection.execute(insert, values))[0] as { affectedRows: number }).affectedRows;
    expect(await changed(["é'\"?", 7, 1.5])).to.equal(1);
    expect(await changed(["é'\"?", 8, 2.5])).to.equal(0);
    expect(await changed(["z", null, null])).to.equal(1);
    const [rows] = await connection.execute("SELECT a, n, f FROM t WHERE a <> '?' ORDER BY a");
    expect(rows).to.deep.equal([
      { a: "z", n: null, f: null },
      { a: "é'\"?", n: 7, f: 1.5 },
    ]);
    const [plain] = await connection.query("SELECT COUNT(*) AS many FROM t");
    expect(plain).to.deep.equal([{ many: 2 }]);
    await connection.end();
  });

  it("tells a wrong statement as MySQL does, and goes on", async () => {
    const connection = await login(await tokenOf());
    expect(await refusal(connection.execute("SELECT * FROM nowhere"))).to.match(
      /^ER_PARSE_ERROR: no such table: nowhere/,
    );
    expect((await connection.query("SELECT 1 AS one"))[0]).to.deep.equal([{ one: 1 }]);
    connection.destroy();
  });

  it("refuses who comes without TLS, or without a token that is right for user, host and time", async () => {
    expect(await refusal(login(await tokenOf(), { ssl: undefined }))).to.match(/insecure transport/);
    expect(await refusal(login("secret"))).to.match(/^ER_ACCESS_DENIED_ERROR: .*no token of IAM/);
    expect(await refusal(login(await tokenOf({ secret: "other" })))).to.match(/signature is not right/);
    expect(await refusal(login(await tokenOf({ username: "root" })))).to.match(/the token is for the user root/);
    const elsewhere = "other.proxy-sandbox.eu-west-1.rds.amazonaws.com";
    expect(await refusal(login(await tokenOf({ hostname: elsewhere })))).to.match(/the token is for other\./);
    expect(await refusal(login(await tokenOf({ hostname: elsewhere }), { host: elsewhere }))).to.match(
      /no proxy other\./,
    );
    const old = (await tokenOf()).replace(/X-Amz-Date=\d{4}/, "X-Amz-Date=2020");
    expect(await refusal(login(old))).to.match(/has expired/);
  });

  it("looks into the secret at each login", async () => {
    (await login(await tokenOf())).destroy();
    user = undefined;
    expect(await refusal(login(await tokenOf()))).to.match(/secret holds no password/);
  });

  it("loses the open connections and the next two by a restart, and no data", async () => {
    const connection = await login(await tokenOf());
    await connection.query("CREATE TABLE kept (a INT)");
    databases.restart();
    expect(await refusal(connection.query("SELECT 1"))).to.match(/PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE/);
    expect(await refusal(login(await tokenOf()))).not.to.equal("let in");
    expect(await refusal(login(await tokenOf()))).not.to.equal("let in");
    const third = await login(await tokenOf());
    expect((await third.query("SELECT * FROM kept"))[0]).to.deep.equal([]);
    third.destroy();
  });
});
