import * as rpc from "@pulumi/pulumi/runtime/rpc";

/**
 * Takes the wrappers of outputs out of serialized inputs, so that they can be answered as outputs. Secrets stay secret,
 * what is not known yet stays unknown.
 */
export function plainInputs(value: any): any {
  if (Array.isArray(value)) return value.map(plainInputs);
  if (value === null || typeof value !== "object") return value;
  if (value[rpc.specialSigKey] === rpc.specialOutputValueSig) {
    const inner = "value" in value ? plainInputs(value.value) : rpc.unknownValue;
    return value.secret ? { [rpc.specialSigKey]: rpc.specialSecretSig, value: inner } : inner;
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainInputs(each)]));
}
