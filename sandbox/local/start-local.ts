import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { studentRoutes } from "../../functions/students/routes";
import { startDynamoDb } from "./dynamodb";
import { authorizerEntry, handlerOf, setEnvironment, type Authorize } from "./functions";
import { gateway } from "./gateway";
import { bodyOf, json, serve, type Reply } from "./http";
import { LocalLogin } from "./login";
import { pages } from "./pages";
import { redirectKeys } from "./redirect-keys";
import { TokenIssuer } from "./token-issuer";

/** A local server that is running. */
export interface Local {
  /** `http://localhost:<port>`: pages, API and login. */
  url: string;
  apiKey: string;
  /** An access token with every scope, valid for an hour. */
  token: string;
  close(): Promise<void>;
}

const POOL = "us-east-1_Local0000";
const TABLE = "StudentDetails";
const CLIENT = "local-student-pages";
const LOGIN = "/login";

/**
 * Starts the students API and its pages on this machine, with the real handlers and templates, without an AWS account,
 * an emulator or a network.
 *
 * @param port 0 for a free one
 * @throws Error with code EADDRINUSE where the port is taken
 */
export async function startLocal(port: number): Promise<Local> {
  const database = await startDynamoDb({ [TABLE]: { partitionKey: "Roll" } });
  const issuer = new TokenIssuer(POOL);
  let answer = (_request: IncomingMessage): Promise<Reply> => Promise.resolve(json(503, { message: "Starting" }));
  const server = await serve(port, (request) => answer(request)).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const url = `http://localhost:${server.port}`;
  const restore = redirectKeys(POOL, `http://127.0.0.1:${server.port}${LOGIN}/jwks.json`);
  setEnvironment({
    tableName: TABLE,
    dynamoDbEndpoint: database.endpoint,
    routes: studentRoutes.map(({ method, path, scopes }) => ({ method, path, scopes })),
    userPool: { userPoolId: POOL, clientIds: [CLIENT] },
  });
  const apiKey = randomUUID();
  const scopes = [...new Set(studentRoutes.flatMap((route) => route.scopes))];
  answer = site({ url, apiKey, scopes, issuer });
  const token = issuer.accessToken({ subject: randomUUID(), username: "terminal", clientId: CLIENT, scopes });
  const close = async () => {
    restore();
    await Promise.all([server.close(), database.close()]);
  };
  return { url, apiKey, token, close };
}

interface Site {
  url: string;
  apiKey: string;
  scopes: string[];
  issuer: TokenIssuer;
}

function site({ url, apiKey, scopes, issuer }: Site): (request: IncomingMessage) => Promise<Reply> {
  const api = gateway({
    routes: studentRoutes.map((route) => ({ ...route, invoke: handlerOf<unknown, unknown>(route.entry) })),
    authorize: handlerOf(authorizerEntry) as Authorize,
    apiKey,
    origin: url,
  });
  const callbackUrls = ["/index.html", "/find.html"].map((path) => url + path);
  const login = new LocalLogin(issuer, { clientId: CLIENT, callbackUrls, scopes });
  const userPool = { id: POOL, clientId: CLIENT, loginUrl: url + LOGIN, scopes: ["openid", ...scopes] };
  const page = pages(join(__dirname, "../../web"), { apiUrl: url, apiKey, userPool });
  return async (request) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "/", url);
    const method = request.method ?? "GET";
    const body = await bodyOf(request);
    const answered = await api({ method, path, query, headers: request.headers, body });
    if (answered) return answered;
    if (path === `${LOGIN}/jwks.json`) return json(200, issuer.jwks);
    const below = path.startsWith(`${LOGIN}/`) && login.answer(method, path.slice(LOGIN.length), query, body ?? "");
    return below || page(method, path);
  };
}
