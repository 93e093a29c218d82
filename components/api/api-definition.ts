import * as pulumi from "@pulumi/pulumi";
import { definitionHash } from "./definition-hash";

/** A part of an API that only takes effect with a new deployment. */
export interface DefinitionPart {
  /** For example `method`. */
  kind: string;
  /** Name of the resource, unique per kind. */
  name: string;
  /** Every input of the resource. */
  inputs: object;
}

/**
 * Everything an API's deployment freezes: a snapshot of methods, integrations, answers, models, authorizers, validators and
 * policies. Changing one of them changes nothing for callers until the API is deployed again, so each such resource is
 * made through this class, which keeps its inputs, and the deployment is replaced when their hash changes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export class ApiDefinition {
  readonly parts: DefinitionPart[] = [];
  readonly resources: pulumi.Resource[] = [];
  private closed = false;

  /** Makes a resource that the deployment freezes. */
  add<Args extends object, Made extends pulumi.Resource>(
    kind: string,
    name: string,
    args: Args,
    make: (name: string, args: Args) => Made,
  ): Made {
    // Whatever came later would be missing from the hash, and from what the deployment waits for.
    if (this.closed) throw new Error(`${kind} ${name} was added to an API that is already deployed`);
    this.parts.push({ kind, name, inputs: args });
    const made = make(name, args);
    this.resources.push(made);
    return made;
  }

  /** The hash of all inputs; unknown while one of them is. Nothing can be added afterwards. */
  triggers(): Record<string, pulumi.Output<string>> {
    this.closed = true;
    return { definition: pulumi.output(this.parts).apply((parts) => definitionHash(parts as DefinitionPart[])) };
  }
}
