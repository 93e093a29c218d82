import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { outputs } from "../../support/sandbox";

/** Calls a service whose SDK client the platform has no other use for, by the query protocol. @returns XML */
export async function queryCall(service: string, version: string, action: string, input: Record<string, string>) {
  const body = new URLSearchParams({ Action: action, Version: version, ...input });
  const { endpoint, ...caller } = outputs();
  const answer = await fetch(endpoint, { method: "POST", headers: signedHeaders(service, caller), body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${text}`);
  return text;
}

/** The same by the JSON protocol. @param target for example `AmazonEC2ContainerServiceV20141113.DescribeServices` */
export async function jsonCall(service: string, target: string, input: object): Promise<Record<string, any>> {
  const { endpoint, ...caller } = outputs();
  const headers = {
    ...signedHeaders(service, caller),
    "x-amz-target": target,
    "content-type": "application/x-amz-json-1.1",
  };
  const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(`${target}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, any>;
}

/** The contents of each element of a name in XML, in order, with those of elements inside as they are. */
export function elements(xml: string, name: string): string[] {
  const found: string[] = [];
  const tags = new RegExp(`<(/?)${name}(?:\\s[^>]*)?>`, "g");
  let depth = 0;
  let start = 0;
  for (const { 0: tag, 1: isEnd, index } of xml.matchAll(tags)) {
    if (!isEnd && depth++ === 0) start = index + tag.length;
    if (isEnd && --depth === 0) found.push(xml.slice(start, index));
  }
  return found;
}

/** The members of a list in XML: the elements `item` (EC2) or `member` (others) of its first element of a name. */
export function items(xml: string, list: string, item = "item"): string[] {
  return elements(elements(xml, list)[0] ?? "", item);
}

/** The text of the first element of a name in XML; empty where there is none. */
export function text(xml: string, name: string): string {
  return (elements(xml, name)[0] ?? "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
