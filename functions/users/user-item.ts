import type { AttributeValue as Stored } from "@aws-sdk/client-dynamodb";
import { randomUUID } from "node:crypto";
import { SENSITIVE, type Attributes, type AttributeValue } from "./attributes";
import { userEnvelope } from "./user-envelope";

/** Attributes as the table holds them: sensitive ones as ciphertext, in binary. */
export type StoredAttributes = Record<string, Stored>;

/** The item of a user. The key is the token's `sub`, so nobody has another's. */
export function userItem(sub: string, attributes: StoredAttributes): Record<string, Stored> {
  return {
    sub: { S: sub },
    attributes: { M: attributes },
    // Tells two writers at once of each other.
    revision: { S: randomUUID() },
    updatedAt: { S: new Date().toISOString() },
  };
}

/** The attributes within an item. */
export function storedAttributes(item: Record<string, Stored>): StoredAttributes {
  return item["attributes"]?.M ?? {};
}

/**
 * Attributes as they are stored: what is sensitive is encrypted for this user and this field.
 *
 * @throws EnvelopeError where the key may not be used
 */
export async function toStored(sub: string, attributes: Attributes): Promise<StoredAttributes> {
  const entries = Object.entries(attributes).map(async ([field, value]): Promise<[string, Stored]> => {
    if (!isSensitive(field)) return [field, plain(value)];
    return [field, { B: await userEnvelope.encrypt(value as string, { key: sub, field }) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Attributes as their user gets them.
 *
 * @throws EnvelopeError where a ciphertext is not this user's, or the key may not be used
 */
export async function fromStored(sub: string, stored: StoredAttributes): Promise<Attributes> {
  const entries = Object.entries(stored).map(async ([field, value]): Promise<[string, AttributeValue]> => {
    if (value.B) return [field, await userEnvelope.decrypt(value.B, { key: sub, field })];
    return [field, value.S ?? value.BOOL ?? value.L?.map((entry) => entry.S!) ?? Number(value.N)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function isSensitive(field: string): boolean {
  return (SENSITIVE as readonly string[]).includes(field);
}

function plain(value: AttributeValue): Stored {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  return { L: value.map((entry) => ({ S: entry })) };
}
