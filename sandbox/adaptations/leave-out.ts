import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { missingCapabilities, type MissingCapability } from "../capabilities";
import { leftOutOutputs } from "./left-out-outputs";
import { plainInputs } from "./plain-inputs";

/** A resource that the sandbox did without. */
export interface LeftOut extends MissingCapability {
  name: string;
}

/** The part of the engine's monitor that is stood in for. */
interface Monitor {
  registerResource(request: any, callback: (error: unknown, response: any) => void): unknown;
}

/**
 * Leaves resources of types that no emulator offers out of the deployment: the engine never hears of them, and the program
 * gets plausible outputs, so that it needs no `if`. A transform cannot do it, since it may change a resource but not
 * drop it.
 *
 * To be called at the start of an inline program, before it makes resources.
 *
 * @param account whose resources they would have been
 * @param report told of each one
 * @param monitor default the engine's
 */
export function leaveOut(
  account: { accountId: string; region: string },
  report: (resource: LeftOut) => void = () => undefined,
  monitor: Monitor = settings.getMonitor() as unknown as Monitor,
): void {
  const byType = new Map(missingCapabilities.map((missing) => [missing.type, missing]));
  /** URN of what was left out to the URN of its parent, which its children then get. */
  const urns = new Map<string, string>();
  const register = monitor.registerResource.bind(monitor);

  monitor.registerResource = (request, callback) => {
    const missing = byType.get(request.getType() as string);
    if (!missing) {
      forget(request, urns);
      return register(request, callback);
    }
    const name = request.getName() as string;
    const urn = urnOf(request);
    urns.set(urn, (request.getParent() as string) ?? "");
    const inputs = plainInputs(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
    const { id, outputs } = leftOutOutputs(missing, name, inputs, account);
    const response = new resproto.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(id);
    response.setObject(Struct.fromJavaScript(outputs as never));
    report({ ...missing, name });
    setImmediate(callback, null, response);
    return undefined;
  };
}

/** Takes the resources that the engine does not know out of a request. */
function forget(request: any, urns: Map<string, string>): void {
  const known = (list: string[]) => list.filter((urn) => !urns.has(urn));
  const parent = request.getParent() as string;
  if (urns.has(parent)) request.setParent(urns.get(parent));
  request.setDependenciesList(known(request.getDependenciesList() as string[]));
  if (urns.has(request.getDeletedwith() as string)) request.setDeletedwith("");
  request.getPropertydependenciesMap().forEach((dependencies: any) => {
    dependencies.setUrnsList(known(dependencies.getUrnsList() as string[]));
  });
  const object = request.getObject();
  if (object && urns.size)
    request.setObject(Struct.fromJavaScript(withoutDependencies(object.toJavaScript()) as never));

  /** Outputs in inputs name what they depend on, too. */
  function withoutDependencies(value: any): any {
    if (Array.isArray(value)) return value.map(withoutDependencies);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        key === "dependencies" && Array.isArray(each)
          ? each.filter((urn) => !urns.has(urn as string))
          : withoutDependencies(each),
      ]),
    );
  }
}

/** As the engine makes it: the parent's type in front, unless that is the stack. */
function urnOf(request: any): string {
  const type = request.getType() as string;
  const parentType = (request.getParent() as string | undefined)?.split("::")[2];
  const qualified = parentType && parentType !== "pulumi:pulumi:Stack" ? `${parentType}$${type}` : type;
  return `urn:pulumi:${settings.getStack()}::${settings.getProject()}::${qualified}::${request.getName()}`;
}
