import { unfilledConfiguration, unfilledRepository } from "../../support/unfilled-repository";

/** Writes the configuration of an organisation into a folder, filled in. @returns the folder */
export function filledIn(folder: string): string {
  let next = 0;
  const text = unfilledConfiguration
    .replace(/"000000000000"/g, () => `"${String(++next).repeat(12)}"`)
    .replace("name: example", "name: acme")
    .replaceAll("example.org", "acme.test")
    .replaceAll("REPLACE_ME", "Z0123456789ABC");
  return unfilledRepository(folder, text);
}
