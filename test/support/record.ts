import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { recordProgram, type RecordOptions } from "../../tools/plan/program-recorder";
import type { RecordedResource } from "../../tools/plan/recorded-resource";

/** A recorded program with the questions that tests ask of it. */
export interface Recorded<T> {
  result: T;
  all: RecordedResource[];
  /** Every resource of a type, in order of registration. */
  ofType(type: string): RecordedResource[];
  /** The one resource of a type, or of a type and name; fails if there is none or more than one. */
  one(type: string, name?: string): RecordedResource;
}

/** Runs a program as `pulumi up` would, without an engine. See {@link recordProgram}. */
export async function record<T>(program: () => T | Promise<T>, options: RecordOptions = {}): Promise<Recorded<T>> {
  const { resources, result } = await recordProgram(program, options);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    result,
    all: resources,
    ofType,
    one(type, name) {
      const found = ofType(type).filter((resource) => name === undefined || resource.name === name);
      expect(
        found,
        `${type} ${name ?? ""} among ${resources.map((r) => `${r.type} ${r.name}`).join(", ")}`,
      ).to.have.length(1);
      return found[0]!;
    },
  };
}

/** Runs a program in both ways, as an update and as a preview, in which ids are unknown. */
export async function recordBoth<T>(
  program: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<[Recorded<T>, Recorded<T>]> {
  return [await record(program, options), await record(program, { ...options, preview: true })];
}

/** The value of an output; rejects where the output was rejected, instead of hanging as `new Promise(output.apply)` does. */
export function valueOf<T>(output: pulumi.Input<T>): Promise<T> {
  return (pulumi.output(output) as unknown as { promise(): Promise<T> }).promise();
}

/** The error that a program ends with; fails where it ends well. */
export async function errorOf(program: () => unknown, options: RecordOptions = {}): Promise<Error> {
  try {
    await record(program, options);
  } catch (error) {
    return error as Error;
  }
  throw new Error("the program ended without an error");
}
