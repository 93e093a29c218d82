import type { RecordedRequest } from "../gateway/request-recorder";
import type { ApiModels } from "./api-models";
import type { EngineCall } from "./engine-calls";

/** Operations by the type of resource that they were for, each as `service:Operation`, sorted. */
export type Operations = Record<string, string[]>;

/** Signing names of the services that a module of the provider is about, where they are not its name. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  alb: ["elasticloadbalancing"],
  lb: ["elasticloadbalancing"],
  appautoscaling: ["application-autoscaling"],
  cfg: ["config"],
  cloudwatch: ["monitoring", "events", "logs"],
  cognito: ["cognito-idp", "cognito-identity"],
  costexplorer: ["ce"],
  ebs: ["ec2"],
  // Functions of the provider, and the provider itself.
  index: ["sts", "iam", "ec2"],
  providers: ["sts", "iam", "ec2"],
  organizations: ["organizations", "account"],
  s3: ["s3"],
  sfn: ["states"],
  vpc: ["ec2"],
  acm: ["acm"],
};

/**
 * Tells for which type of resource each operation was called. The engine works on many resources at a time: a request belongs
 * to those that were under way when it came, whose service it is of, and of these to the one whose names it mentions most.
 * Where several types are left, the request says nothing, unless the operation was never seen for one alone.
 *
 * @returns what was called, and the requests that no description knows
 */
export function attribute(
  requests: RecordedRequest[],
  calls: EngineCall[],
  models: ApiModels,
): { operations: Operations; unknown: string[] } {
  const sure = new Map<string, Set<string>>();
  const unsure = new Map<string, Set<string>[]>();
  const unknown = new Set<string>();
  for (const request of requests) {
    const found = models.operationOf(request);
    if (!found) {
      unknown.add(`${request.service} ${request.method} ${request.target.split("?")[0]}`);
      continue;
    }
    const operation = `${found.service}:${found.operation}`;
    const types = typesOf(request, found.operation, calls);
    if (types.size === 0) continue;
    if (types.size === 1) (sure.get(operation) ?? sure.set(operation, new Set()).get(operation)!).add([...types][0]!);
    else unsure.set(operation, [...(unsure.get(operation) ?? []), types]);
  }
  const resources = new Map<string, number>();
  for (const { type } of calls) resources.set(type, (resources.get(type) ?? 0) + 1);
  for (const [operation, observations] of unsure) {
    const known = sure.get(operation) ?? new Set<string>();
    sure.set(operation, known);
    const open = () => observations.filter((types) => ![...types].some((type) => known.has(type)));
    for (let left = open(); left.length > 0; left = open()) known.add(likeliest(operation, left, resources));
  }
  const operations: Record<string, Set<string>> = {};
  for (const [operation, types] of sure) for (const type of types) (operations[type] ??= new Set()).add(operation);
  return {
    operations: Object.fromEntries(
      Object.entries(operations)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([type, set]) => [type, [...set].sort()]),
    ),
    unknown: [...unknown].sort(),
  };
}

/** The type that an operation is named after, else the one that was there most often for how many of it there are. */
function likeliest(operation: string, observations: Set<string>[], resources: ReadonlyMap<string, number>): string {
  const seen = new Map<string, number>();
  for (const types of observations) for (const type of types) seen.set(type, (seen.get(type) ?? 0) + 1);
  const share = ([type, times]: [string, number]) =>
    (operation.toLowerCase().includes(shortName(type)) ? 1000 : 0) + times / (resources.get(type) ?? 1);
  return [...seen].sort((a, b) => share(b) - share(a) || (a[0] < b[0] ? -1 : 1))[0]![0];
}

function shortName(type: string): string {
  return type.split(":").pop()!.toLowerCase();
}

function typesOf(request: RecordedRequest, operation: string, calls: EngineCall[]): Set<string> {
  const underWay = calls.filter(({ from, to }) => from <= request.engineLog && request.engineLog < to);
  const own = underWay.filter(({ type }) => servicesOf(type).includes(request.service));
  // "PutDashboard" is of a dashboard, whatever its body mentions.
  const noun = operation.replace(/^[A-Z][a-z]+/, "").toLowerCase();
  const named = own.filter(({ type }) => [shortName(type), `${shortName(type)}s`].includes(noun));
  const candidates = [named, own, underWay].find((each) => each.length > 0) ?? [];
  const text = decoded(request);
  // What is of another service has to be mentioned.
  let best = own.length > 0 ? 0 : 1;
  let types = new Set<string>();
  for (const call of candidates) {
    const score = call.names.reduce((sum, name) => sum + (text.includes(name) ? name.length : 0), 0);
    if (score > best) types = new Set();
    if (score >= best) {
      best = score;
      types.add(call.type);
    }
  }
  return types;
}

function servicesOf(type: string): readonly string[] {
  const module = /^(?:aws|pulumi):([^/:]+)[/:]/.exec(type)?.[1] ?? "";
  return SERVICES[module] ?? [module];
}

function decoded({ target, body }: RecordedRequest): string {
  const text = `${target}\n${body}`;
  try {
    return `${text}\n${decodeURIComponent(text.replaceAll("+", " "))}`;
  } catch {
    return text;
  }
}
