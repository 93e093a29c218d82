import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import type { RecordedRequest } from "../gateway/request-recorder";

/** What is read of a service's description. */
interface ServiceModel {
  metadata: { protocol: string; protocols?: string[]; endpointPrefix: string; signingName?: string };
  operations: Record<string, { name: string; deprecated?: boolean; http: { method: string; requestUri: string } }>;
}

interface Route {
  operation: string;
  method: string;
  path: RegExp;
  /** Names, or names and values, that the query has to have. */
  query: [string, string | undefined][];
  /** Literal characters: the longer, the more exact. */
  weight: number;
}

interface Service {
  /** Name of the description, for example `apigateway`. */
  name: string;
  operations: ReadonlySet<string>;
  routes: Route[];
}

/** An operation as AWS's own descriptions of its services name it. */
export interface Operation {
  /** Signing name of the service, for example `monitoring`. */
  service: string;
  operation: string;
}

/**
 * Tells which operation a request is, out of the descriptions of AWS's services that come with the emulators (botocore):
 * services whose operation is a path and a method are told by those, the others name it.
 */
export class ApiModels {
  private readonly byService = new Map<string, Service[]>();

  /** @param data botocore's folder `data` */
  constructor(data: string) {
    for (const name of fs.readdirSync(data)) {
      const folder = path.join(data, name);
      if (!fs.statSync(folder).isDirectory()) continue;
      const version = fs.readdirSync(folder).sort().at(-1)!;
      const file = path.join(folder, version, "service-2.json.gz");
      if (fs.existsSync(file)) this.files.push([name, file]);
    }
  }

  private readonly files: [string, string][] = [];

  /** @returns undefined where no description knows the request */
  operationOf(request: RecordedRequest): Operation | undefined {
    const services = this.servicesOf(request.service);
    const named = request.action ?? /\/operation\/(\w+)$/.exec(request.target)?.[1];
    if (named !== undefined && services.some(({ operations }) => operations.has(named)))
      return { service: request.service, operation: named };
    const control = request.host.includes("s3-control");
    const [pathname = "/", query = ""] = request.target.split("?");
    const parameters = new URLSearchParams(query);
    const found = services
      .filter(({ name }) => request.service !== "s3" || name === (control ? "s3control" : "s3"))
      .flatMap(({ routes }) => routes)
      .filter((route) => route.method === request.method && route.path.test(pathname))
      .filter(({ query: wanted }) =>
        wanted.every(([name, value]) => (value === undefined ? parameters.has(name) : parameters.get(name) === value)),
      )
      .sort((a, b) => b.query.length - a.query.length || b.weight - a.weight);
    return found[0] && { service: request.service, operation: found[0].operation };
  }

  private servicesOf(signingName: string): Service[] {
    let found = this.byService.get(signingName);
    if (!found) {
      found = this.files
        .filter(([name]) => mayBe(name, signingName))
        .flatMap(([name, file]) => {
          const model = JSON.parse(zlib.gunzipSync(fs.readFileSync(file)).toString("utf8")) as ServiceModel;
          const { signingName: signed, endpointPrefix } = model.metadata;
          return (signed ?? endpointPrefix) === signingName ? [toService(name, model)] : [];
        });
      this.byService.set(signingName, found);
    }
    return found;
  }
}

/** Reading all descriptions takes a minute; all but a few are named like they sign. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  elasticloadbalancing: ["elbv2"],
  elasticfilesystem: ["efs"],
  monitoring: ["cloudwatch"],
  s3: ["s3", "s3control"],
  ses: ["ses", "sesv2"],
  servicequotas: ["service-quotas"],
  states: ["stepfunctions"],
  tagging: ["resourcegroupstaggingapi"],
  sso: ["sso-admin"],
  "ecr-public": ["ecr-public"],
  apigateway: ["apigateway", "apigatewayv2"],
};

/** Told from their likes by a header only, and not called by the provider for what the platform makes. */
const COPIES = new Set(["CopyObject", "UploadPartCopy"]);

function mayBe(name: string, signingName: string): boolean {
  return (OTHER_NAMES[signingName] ?? [signingName]).includes(name);
}

function toService(name: string, model: ServiceModel): Service {
  return {
    name,
    operations: new Set(Object.keys(model.operations)),
    routes: Object.entries(model.operations)
      .filter(([operation, { deprecated }]) => !deprecated && !COPIES.has(operation))
      .map(([operation, { http }]) => toRoute(name, operation, http)),
  };
}

function toRoute(service: string, operation: string, http: { method: string; requestUri: string }): Route {
  const [uri = "/", query = ""] = http.requestUri.split("?");
  // Names of buckets stand in the path here.
  const literal = uri.replace(/\{[^}]+\}/g, "");
  const pattern = uri
    .replace(/\/$/, "")
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      return part.endsWith("+}") || /Arn\}|Resource\}$/i.test(part) ? ".+" : "[^/]+";
    })
    .join("");
  return {
    operation,
    method: http.method,
    path: new RegExp(`^${pattern}/?$`),
    query: [...new URLSearchParams(query)].map(([key, value]) => [key, value === "" ? undefined : value]),
    weight: literal.length + (service === "s3" && operation.startsWith("List") ? -1 : 0),
  };
}
