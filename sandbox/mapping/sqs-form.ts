/** A call of SQS, taken out of its query protocol's form. */
export interface SqsCall {
  action: "SendMessage" | "SendMessageBatch";
  /** The call's input with the names of the JSON protocol. */
  input: Record<string, unknown>;
}

/**
 * Reads the form of a `SendMessage` or `SendMessageBatch` call.
 *
 * @param form for example `Action=SendMessage&MessageBody=…`
 * @returns undefined for another action; integrations of this platform only send
 */
export function sqsForm(form: string): SqsCall | undefined {
  const fields = Object.fromEntries(new URLSearchParams(form.trim()));
  const action = fields["Action"];
  if (action === "SendMessage") return { action, input: message(fields, "") };
  if (action !== "SendMessageBatch") return undefined;
  const numbers = Object.keys(fields)
    .flatMap((key) => /^SendMessageBatchRequestEntry\.(\d+)\.Id$/.exec(key)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
  const entries = numbers.map((number) => {
    const start = `SendMessageBatchRequestEntry.${number}.`;
    return { Id: fields[`${start}Id`], ...message(fields, start) };
  });
  return { action, input: { Entries: entries } };
}

function message(fields: Record<string, string>, start: string): Record<string, unknown> {
  const result: Record<string, unknown> = { MessageBody: fields[`${start}MessageBody`] };
  for (const name of ["MessageGroupId", "MessageDeduplicationId"]) {
    if (fields[start + name] !== undefined) result[name] = fields[start + name];
  }
  if (fields[`${start}DelaySeconds`] !== undefined) result["DelaySeconds"] = Number(fields[`${start}DelaySeconds`]);
  const attributes: Record<string, unknown> = {};
  for (const [key, name] of Object.entries(fields)) {
    const number = key.startsWith(`${start}MessageAttribute.`) && /\.(\d+)\.Name$/.exec(key)?.[1];
    if (!number) continue;
    const value = `${start}MessageAttribute.${number}.Value.`;
    attributes[name] = { DataType: fields[`${value}DataType`], StringValue: fields[`${value}StringValue`] };
  }
  return Object.keys(attributes).length ? { ...result, MessageAttributes: attributes } : result;
}
