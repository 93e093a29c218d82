import type * as pulumi from "@pulumi/pulumi";

/** One difference of the emulators from AWS, adapted from outside: the program is the one that AWS gets. */
export interface Adaptation {
  /** What is changed, for `docs/sandbox.md`. */
  change: string;
  /** Why the emulators need it. */
  reason: string;
  /** The test that covers the form which AWS gets. */
  coveredBy: string;
  /** Changes a resource on its way to the engine; undefined leaves it as it is. */
  transform: pulumi.ResourceTransform;
}
