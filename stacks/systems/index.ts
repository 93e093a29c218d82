import type { System } from "./system";

/** Every system that a configuration can switch on. The order does not matter: `needs` decides it. */
export const systems: readonly System[] = [];
