import * as pulumi from "@pulumi/pulumi";
import type { OutsideProbe } from "../../components/observability/monitoring";

/** A public address and its right answer, as the stack's outputs name it; `functions/probe/address.ts` reads it. */
export interface OutsideAddress {
  name: string;
  url: pulumi.Input<string>;
  method: string;
  headers?: Record<string, string>;
  /** Absent where any answer below 400 is right. */
  status?: number;
  contains?: string;
}

/** What is asked from outside, for the stack's outputs: whoever has deployed can ask the same at once. */
export function outsideAddress(probe: OutsideProbe): OutsideAddress {
  const { name, url, contains } = probe;
  const text = contains === undefined ? {} : { contains };
  if (probe.kind === "request") {
    const { method, headers, status } = probe;
    return { name, url, method, ...(headers && { headers }), status, ...text };
  }
  return { name, url: pulumi.interpolate`${url}${probe.path}`, method: "GET", ...text };
}
