import { Signer } from "@aws-sdk/rds-signer";
import { createConnection, type Connection } from "mysql2/promise";
import { requiredVariable } from "../shared/environment";

const hostname = requiredVariable("PROXY_ENDPOINT");
const port = Number(requiredVariable("PROXY_PORT"));
const username = requiredVariable("DATABASE_USER");
const database = requiredVariable("DATABASE_NAME");

// Signing is done here, with the function's own credentials: nothing is asked and no password exists.
const signer = new Signer({ hostname, port, username, region: process.env["AWS_REGION"] });

/**
 * A connection through the proxy, which keeps the real ones: making one is cheap, and it survives a failover. The caller
 * ends it. {@link https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-connecting.html}
 */
export async function connect(): Promise<Connection> {
  const token = await signer.getAuthToken();
  return createConnection({
    host: hostname,
    port,
    user: username,
    database,
    connectTimeout: 2_500,
    multipleStatements: false,
    ssl: { minVersion: "TLSv1.2", rejectUnauthorized: true, verifyIdentity: true },
    // MySQL's name for sending a token as it is; only ever over TLS, as above.
    authPlugins: { mysql_clear_password: () => () => Buffer.from(`${token}\0`) },
  });
}
