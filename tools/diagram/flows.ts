import { typeAt, type Plan } from "../plan/plan";
import type { Located } from "./diagram";
import type { DiagramNode } from "./node";

/** Something that goes from one place to another; places are nodes, or texts that name one. */
export interface Flow {
  from: string | DiagramNode;
  to: string | DiagramNode;
  label: string;
  isFailure?: boolean;
}

type Inputs = Record<string, any>;

/** How a permission shows in a diagram. Those that are not here (keys, logs, traces) serve no flow. */
const ACTIONS: [RegExp, string, "out" | "in"][] = [
  [/^dynamodb:(Get|Query|Scan|BatchGet)/, "reads", "in"],
  [/^dynamodb:(Put|Update|Delete|BatchWrite)/, "writes", "out"],
  [/^s3:GetObject/, "reads", "in"],
  [/^s3:PutObject/, "writes", "out"],
  [/^sqs:SendMessage/, "sends", "out"],
  [/^sns:Publish/, "publishes", "out"],
  [/^kinesis:Put/, "puts", "out"],
  [/^lambda:InvokeFunction/, "invokes", "out"],
  [/^states:StartExecution/, "starts", "out"],
  [/^codedeploy:CreateDeployment/, "starts", "out"],
  [/^rds-db:connect/, "queries", "out"],
  [/^rds-data:ExecuteStatement/, "queries", "out"],
  [/^redshift-data:ExecuteStatement/, "queries", "out"],
];

/**
 * Every flow that the resources of a plan tell of.
 *
 * @param people takes those that mails go to, and whoever calls
 */
export function flows(plan: Plan, located: Located[], people: DiagramNode[]): Flow[] {
  const found: Flow[] = [];
  const owners = roleOwners(located);
  const listeners = listenersOf(plan);
  const pools = located.filter(({ address }) => typeAt(address) === "aws:cognito/userPool:UserPool");
  const lastResort = new Map(
    located.map(({ node, inputs }) => [node.id, (inputs["deadLetterConfig"] as Inputs | undefined)?.["targetArn"]]),
  );
  for (const [address, { inputs: given }] of Object.entries(plan.resources)) {
    if (!given) continue;
    const inputs = given as Inputs;
    if (typeAt(address) === "aws:ecs/service:Service") {
      for (const { targetGroupArn } of (inputs["loadBalancers"] ?? []) as Inputs[]) {
        const from = listeners.get(String(targetGroupArn));
        if (from) found.push({ from, to: String(inputs["name"]), label: "" });
      }
    }
    if (typeAt(address) === "aws:lambda/function:Function") {
      // Whose tokens an authorizer takes stands in its environment: it asks the pool for keys.
      const environment = JSON.stringify(inputs["environment"] ?? {});
      const own = located.find((each) => each.address === address)?.node;
      for (const { node, names } of pools) {
        if (own && names.some((name) => environment.includes(`"${name}"`)))
          found.push({ from: own, to: node, label: "trusts" });
      }
    }
    const make = MAKERS[typeAt(address)];
    if (make) found.push(...make(inputs));
    if (typeAt(address) === "aws:iam/rolePolicy:RolePolicy") {
      const owner = owners.get(String(inputs["role"]));
      // Where Lambda puts what it could not deliver is the same for most functions, and would be all that is seen.
      if (owner) found.push(...granted(owner, inputs).filter(({ to }) => to !== lastResort.get(owner.id)));
    }
    if (typeAt(address) === "aws:sns/topicSubscription:TopicSubscription" && inputs["protocol"] === "email") {
      found.push({ from: inputs["topic"], to: person(people, String(inputs["topic"])), label: "mails" });
    }
  }
  return found;
}

const failure = (from: unknown, to: unknown, label = "fails"): Flow[] =>
  typeof from === "string" && typeof to === "string" ? [{ from, to, label, isFailure: true }] : [];

const MAKERS: Record<string, (inputs: Inputs) => Flow[]> = {
  "aws:lambda/eventSourceMapping:EventSourceMapping": (inputs) => [
    { from: String(inputs["eventSourceArn"]).replace(/\/stream\/.*/, ""), to: inputs["functionName"], label: "" },
    ...failure(inputs["functionName"], inputs["destinationConfig"]?.onFailure?.destinationArn),
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (inputs) =>
    failure(inputs["functionName"], inputs["destinationConfig"]?.onFailure?.destination),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": ({ queueUrl, redriveAllowPolicy }) =>
    ((json(redriveAllowPolicy)?.["sourceQueueArns"] ?? []) as string[]).flatMap((from) => failure(from, queueUrl)),
  "aws:apigateway/integration:Integration": ({ restApi, uri }) =>
    typeof uri === "string" ? [{ from: restApi, to: called(uri), label: "" }] : [],
  "aws:apigateway/authorizer:Authorizer": ({ restApi, authorizerUri, providerArns }) => [
    ...(typeof authorizerUri === "string" ? [{ from: restApi, to: called(authorizerUri), label: "asks" }] : []),
    ...((providerArns ?? []) as string[]).map((to) => ({ from: restApi as string, to, label: "asks" })),
  ],
  "aws:sns/topicSubscription:TopicSubscription": ({ topic, endpoint, protocol, redrivePolicy }) => [
    ...(protocol === "email" ? [] : [{ from: topic, to: endpoint, label: "" }]),
    ...failure(topic, json(redrivePolicy)?.deadLetterTargetArn),
  ],
  "aws:cloudwatch/eventTarget:EventTarget": ({ rule, arn }) => [{ from: rule, to: arn, label: "" }],
  "aws:cloudfront/distribution:Distribution": (inputs) =>
    ((inputs["origins"] ?? []) as Inputs[]).map(({ domainName }) => ({
      from: String(inputs["comment"]),
      to: String(domainName).split(".")[0]!,
      label: "serves",
    })),
  "aws:rds/proxyTarget:ProxyTarget": ({ dbProxyName, dbClusterIdentifier }) => [
    { from: dbProxyName, to: dbClusterIdentifier, label: "" },
  ],
};

/** What an API calls: the ARN of a function within the integration's own, or what follows the service's path. */
function called(uri: string): string {
  const within = uri.indexOf("arn:", 4);
  if (within > 0) return uri.slice(within).replace(/\/invocations$/, "");
  const [, service, path] = /:([a-z-]+):path\/(.*)$/.exec(uri) ?? [];
  return service ? `arn:aws:${service}:${path}` : uri;
}

function json(value: unknown): Inputs | undefined {
  return (value as Inputs | undefined)?.["${json}"] as Inputs | undefined;
}

/** The load balancer before each target group. */
function listenersOf(plan: Plan): Map<string, string> {
  const found = new Map<string, string>();
  for (const [address, { inputs: given }] of Object.entries(plan.resources)) {
    if (typeAt(address) !== "aws:lb/listener:Listener") continue;
    const inputs = given as Inputs;
    for (const { targetGroupArn } of (inputs["defaultActions"] ?? []) as Inputs[]) {
      if (targetGroupArn) found.set(String(targetGroupArn), String(inputs["loadBalancerArn"]));
    }
  }
  return found;
}

/** The node whose role each is. */
function roleOwners(located: Located[]): Map<string, DiagramNode> {
  const owners = new Map<string, DiagramNode>();
  for (const { inputs, node } of located) {
    for (const role of [inputs["role"], inputs["roleArn"], inputs["serviceRoleArn"]]) {
      if (typeof role === "string") owners.set(role.split("/").pop()!, node);
    }
  }
  return owners;
}

function granted(owner: DiagramNode, inputs: Inputs): Flow[] {
  const statements = (json(inputs["policy"])?.["Statement"] ?? []) as Inputs[];
  return statements.flatMap((statement) => {
    const resources = [statement["Resource"]].flat().filter((each): each is string => typeof each === "string");
    return [statement["Action"]].flat().flatMap((action: unknown) => {
      const rule = ACTIONS.find(([pattern]) => pattern.test(String(action)));
      if (!rule) return [];
      const [, label, way] = rule;
      return resources.map((resource): Flow => {
        const target = resource.replace(/\/(index\/)?\*$/, "");
        return way === "out" ? { from: owner, to: target, label } : { from: target, to: owner, label };
      });
    });
  });
}

function person(people: DiagramNode[], topic: string): DiagramNode {
  const id = `mail_${topic.replace(/\W/g, "_")}`;
  const known = people.find((each) => each.id === id);
  if (known) return known;
  const made: DiagramNode = { id, kind: "person", label: "E-mail", what: "people", system: "" };
  people.push(made);
  return made;
}
