import type { Environment } from "../config/environment";
import { ConfigurationError } from "../config/problem";
import { stackFileName } from "../config/stack-values";
import type { System } from "../systems/system";

/**
 * The systems that are on, each after those it needs; otherwise in the order of `systems`, so that the result does not
 * depend on the order in the configuration file.
 *
 * @param environment says which are on
 * @param systems all that the platform has
 * @throws ConfigurationError where a system is on whose needs are off, or that is configured but not built
 */
export function systemOrder(environment: Environment, systems: readonly System[]): System[] {
  const file = stackFileName(environment.name);
  const on = systems.filter((system) => environment.systems[system.name] !== undefined);
  const known = new Set(systems.map(({ name }) => name));
  const problems = (Object.keys(environment.systems) as System["name"][])
    .filter((name) => environment.systems[name] !== undefined && !known.has(name))
    .map((name) => ({ file, path: `platform:systems.${name}`, fix: "this system is not in stacks/systems/index.ts" }));
  for (const { name, needs = [] } of on) {
    for (const need of needs) {
      if (environment.systems[need] !== undefined) continue;
      problems.push({
        file,
        path: `platform:systems.${need}`,
        fix: `switch it on with {}: the system ${name} needs it`,
      });
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);

  const ordered: System[] = [];
  const visiting = new Set<System>();
  on.forEach((system) => visit(system));
  return ordered;

  function visit(system: System): void {
    if (ordered.includes(system)) return;
    if (visiting.has(system)) throw new Error(`the system ${system.name} needs itself, through others`);
    visiting.add(system);
    for (const need of [...(system.needs ?? []), ...(system.uses ?? [])]) {
      const other = on.find(({ name }) => name === need);
      if (other) visit(other);
    }
    ordered.push(system);
  }
}
