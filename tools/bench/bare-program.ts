import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { unknown, type RecordedResource } from "../plan/recorded-resource";

type ResourceClass = new (name: string, props: object, opts: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const PROVIDER = "pulumi:providers:";

/** With inputs as the engine gets them, of which some are JSON text. */
class Provider extends pulumi.ProviderResource {}

/**
 * The program that somebody would write who has no components: the same resources with the same inputs by the classes of
 * `@pulumi/aws`. What an input was computed from it still depends on, so that it is as unknown in a preview as it was.
 *
 * Left out are what is only read, since nothing is made, and components.
 *
 * @param resources what a program registered, in that order
 * @returns makes them; for an engine or a recorder
 * @throws Error (the returned program) for a type that `@pulumi/aws` has no class for
 */
export function bareProgram(resources: readonly RecordedResource[]): () => Promise<void> {
  return () => {
    const made = new Map<string, pulumi.CustomResource>();
    const names = new Map<string, number>();
    for (const resource of resources) {
      if (!resource.custom || resource.read || resource.type === "pulumi:pulumi:StackReference") continue;
      // Without parents, what was told apart by them has to be told apart by name.
      const key = `${resource.type} ${resource.name}`;
      const count = names.get(key) ?? 0;
      names.set(key, count + 1);
      made.set(resource.urn, make(resource, count === 0 ? resource.name : `${resource.name}-${count}`, made));
    }
    return Promise.resolve();
  };
}

function make(
  resource: RecordedResource,
  name: string,
  made: ReadonlyMap<string, pulumi.CustomResource>,
): pulumi.CustomResource {
  const { type, protect, ignoreChanges, deleteBeforeReplace } = resource;
  const inputs = inputsOf(resource, made);
  if (type.startsWith(PROVIDER)) return new Provider(type.slice(PROVIDER.length), name, inputs);
  const provider = resource.provider && made.get(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
  return new (classOf(type))(name, inputs, {
    protect,
    ignoreChanges,
    deleteBeforeReplace,
    ...(provider && { provider: provider as pulumi.ProviderResource }),
    dependsOn: resource.dependsOn.map((urn) => made.get(urn)).filter((each) => each !== undefined),
  });
}

/** `aws.lambda.Function` of `aws:lambda/function:Function`. */
function classOf(type: string): ResourceClass {
  const [, module = "", name = ""] = type.split(":");
  const space = (aws as unknown as Record<string, Record<string, ResourceClass>>)[module.split("/")[0]!];
  const found = type.startsWith("aws:") ? space?.[name] : undefined;
  if (!found) throw new Error(`@pulumi/aws has no class for ${type}.`);
  return found;
}

function inputsOf(
  { inputs, propertyDependencies, secretInputs }: RecordedResource,
  made: ReadonlyMap<string, pulumi.CustomResource>,
): Record<string, pulumi.Input<unknown>> {
  const secrets = new Set(secretInputs.map((path) => path.split(/[.[]/)[0]));
  const entries = Object.entries(inputs).map(([key, value]) => {
    const from = (propertyDependencies[key] ?? []).map((urn) => made.get(urn)).filter((each) => each !== undefined);
    const known = withoutUnknown(value);
    const input = from.length === 0 ? known : pulumi.all(from.map(({ id }) => id)).apply(() => known);
    return [key, secrets.has(key) ? pulumi.secret(input) : input] as const;
  });
  return Object.fromEntries(entries);
}

/** Some text in place of what was not known; as a part of an input that depends on others it is not known either. */
function withoutUnknown(value: unknown): unknown {
  if (value === unknown) return "unknown";
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (typeof value !== "object" || value === null || pulumi.asset.Asset.isInstance(value)) return value;
  if (pulumi.asset.Archive.isInstance(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutUnknown(each)]));
}
