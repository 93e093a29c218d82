import * as fs from "node:fs";
import { signedHeaders } from "../emulator/signed-headers";

/** An e-mail that a topic sent. */
export interface Mail {
  /** When, in ISO 8601. */
  at: string;
  /** The topic's ARN. */
  topic: string;
  /** The addresses. */
  to: string[];
  subject: string;
  body: string;
}

export interface MailSource {
  /** The emulator's address. */
  endpoint: string;
  /** Where the emulator records what it delivers. */
  file: string;
}

/**
 * The e-mails that topics have sent, oldest first. Recipients are the e-mail subscriptions whose filter policy let the
 * message through when it was published, and which are still there: without its subscription a mail is gone.
 */
export async function listMail(source: MailSource): Promise<Mail[]> {
  let text: string;
  try {
    text = fs.readFileSync(source.file, "utf8");
  } catch {
    return [];
  }
  const recorded = text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Mail);
  const topics = [...new Set(recorded.map((mail) => mail.topic))];
  const addresses = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await mailAddresses(source.endpoint, topic)] as const)),
  );
  return recorded.flatMap(({ at, topic, to, subject, body }) => {
    const left = to.filter((address) => addresses.get(topic)!.has(address));
    return left.length ? [{ at, topic, to: left, subject, body }] : [];
  });
}

/** The addresses that subscribe to a topic by e-mail; none for a topic that is gone. */
async function mailAddresses(endpoint: string, topic: string): Promise<Set<string>> {
  const [, , , region = "", accountId = ""] = topic.split(":");
  const found = new Set<string>();
  for (let next: string | undefined = ""; next !== undefined;) {
    const response: Response = await fetch(`${endpoint}/`, {
      method: "POST",
      headers: signedHeaders("sns", { accountId, region }),
      body: new URLSearchParams({
        Action: "ListSubscriptionsByTopic",
        Version: "2010-03-31",
        TopicArn: topic,
        ...(next && { NextToken: next }),
      }),
    });
    if (!response.ok) return found;
    const xml = await response.text();
    for (const [member] of xml.matchAll(/<member>.*?<\/member>/gs)) {
      if (/^email(-json)?$/.test(element(member, "Protocol") ?? "")) found.add(element(member, "Endpoint") ?? "");
    }
    next = element(xml, "NextToken") || undefined;
  }
  return found;
}

function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text?.replace(/&(amp|lt|gt|quot|apos);/g, (_whole, entity: string) => entities[entity]!);
}
