import type { Resource } from "./resource";

/** The resources of a stack, indexed once, so that rules over thousands of them stay linear. */
export class Stack {
  private readonly byType = new Map<string, Resource[]>();
  private readonly byUrn = new Map<string, Resource>();

  constructor(readonly resources: Resource[]) {
    for (const resource of resources) {
      const same = this.byType.get(resource.type);
      if (same) same.push(resource);
      else this.byType.set(resource.type, [resource]);
      this.byUrn.set(resource.urn, resource);
    }
  }

  /** Every resource of any of the types, in the order of the types. */
  ofType(...types: string[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  get(urn: string): Resource | undefined {
    return this.byUrn.get(urn);
  }

  hasType(types: string[]): boolean {
    return types.some((type) => this.byType.has(type));
  }
}
