import { InputError } from "../input-error";

/**
 * Refuses a list of e-mail addresses that reaches nobody.
 *
 * @param type the component's type
 * @param name the component's name
 * @param field the argument's name
 * @throws InputError where none is given, one is no e-mail address, or one stands there twice
 */
export function checkAddresses(type: string, name: string, field: string, addresses: readonly string[]): void {
  const fail = (value: unknown, fix: string): never => {
    throw new InputError(type, name, field, value, fix);
  };
  if (addresses.length === 0) fail(addresses, "name at least one e-mail address, or nobody hears of an alarm");
  for (const address of addresses) {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
      fail(address, "use an e-mail address such as platform@example.com");
  }
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice) fail(twice, "list each address once");
}
