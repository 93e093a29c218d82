import * as z from "zod";

/** A hosted zone that a stack made, and who answers for it: what the zone around it, or the registrar, has to name. */
export interface ZoneServers {
  name: string;
  nameServers: string[];
}

const zone = z.object({ name: z.string(), nameServers: z.array(z.string()) });

/**
 * Reads them out of a stack's output `names`: an environment has one zone, a central account one by each key.
 *
 * @param names the output's value; absent where the stack has no names
 */
export function zoneServers(names: unknown): ZoneServers[] {
  const own = zone.safeParse(names);
  if (own.success) return [own.data];
  const held = z.record(z.string(), zone).safeParse(names);
  return held.success ? Object.values(held.data) : [];
}
