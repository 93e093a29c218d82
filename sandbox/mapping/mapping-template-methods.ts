/** A call `$context.property(params…)` in a template. */
interface Call {
  property: string | number;
  params: unknown[];
  context: unknown;
}
type Methods<T> = Record<string, (self: T, ...parameters: never[]) => unknown>;

const STRING: Methods<string> = {
  length: (self) => self.length,
  isEmpty: (self) => self === "",
  trim: (self) => self.trim(),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  toString: (self: string) => self,
  equals: (self, other: unknown) => self === other,
  equalsIgnoreCase: (self, other: string) => self.toLowerCase() === String(other).toLowerCase(),
  contains: (self, part: string) => self.includes(part),
  startsWith: (self, part: string) => self.startsWith(part),
  endsWith: (self, part: string) => self.endsWith(part),
  indexOf: (self, part: string) => self.indexOf(part),
  substring: (self, from: number, to?: number) => self.substring(from, to),
  concat: (self, other: string) => self + String(other),
  matches: (self, pattern: string) => new RegExp(`^(?:${pattern})$`).test(self),
  replace: (self, part: string, replacement: string) => self.split(part).join(replacement),
  // Regular expressions in Java: the first argument is a pattern, and `$1` in the second is a group.
  replaceAll: (self, pattern: string, replacement: string) => self.replace(new RegExp(pattern, "g"), replacement),
  replaceFirst: (self, pattern: string, replacement: string) => self.replace(new RegExp(pattern), replacement),
  split: (self, pattern: string) => self.split(new RegExp(pattern)),
};

const LIST: Methods<unknown[]> = {
  size: (self) => self.length,
  isEmpty: (self) => self.length === 0,
  get: (self, index: number) => self[index],
  add: (self, value: unknown) => self.push(value) > 0,
  addAll: (self, values: unknown[]) => self.push(...values) > 0,
  set: (self, index: number, value: unknown) => (self[index] = value),
  remove: (self, index: number) => self.splice(index, 1)[0],
  contains: (self, value: unknown) => self.includes(value),
  subList: (self, from: number, to: number) => self.slice(from, to),
  toString: (self: unknown[]) => JSON.stringify(self),
};

const MAP: Methods<Record<string, unknown>> = {
  size: (self) => Object.keys(self).length,
  isEmpty: (self) => Object.keys(self).length === 0,
  get: (self, key: string) => (Object.hasOwn(self, key) ? self[key] : undefined),
  containsKey: (self, key: string) => Object.hasOwn(self, key),
  keySet: (self) => Object.keys(self),
  values: (self) => Object.values(self),
  entrySet: (self) => Object.entries(self).map(([key, value]) => ({ key, value })),
  put: (self, key: string, value: unknown) => void Object.defineProperty(self, key, { ...MEMBER, value }),
  putAll: (self, other: Record<string, unknown>) => void Object.assign(self, other),
  remove: (self, key: string) => void delete self[key],
};

const MEMBER = { writable: true, enumerable: true, configurable: true };

/** Java's methods on texts, lists and maps, in the form that velocityjs takes them; asked before its own. */
export const JAVA_METHODS = [
  {
    uid: "java",
    match: ({ property, context }: Call) => Object.hasOwn(methodsOf(context) ?? {}, property),
    resolve: ({ property, params, context }: Call) =>
      methodsOf(context)![String(property)]!(context as never, ...(params as never[])),
  },
];

function methodsOf(context: unknown): Methods<never> | undefined {
  const methods =
    typeof context === "string"
      ? STRING
      : Array.isArray(context)
        ? LIST
        : typeof context === "object" && context !== null && Object.getPrototypeOf(context) === Object.prototype
          ? MAP
          : undefined;
  return methods as Methods<never> | undefined;
}
